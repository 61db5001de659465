import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    command: ['/opt/shop/shop', '--words', 'a'.repeat(100_000)],
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
