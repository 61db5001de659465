import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      CATALOGUE: 'x'.repeat(60_000),
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
