import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { url: 'http://example.com/shop-{version}' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
