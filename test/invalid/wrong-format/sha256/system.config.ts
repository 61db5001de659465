import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { url: 'https://example.com/shop', sha256: 'sha256:9f86d081' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
