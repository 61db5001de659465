import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { url: 'https://example.com/shop', file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
