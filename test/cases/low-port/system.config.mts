import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'front',
    artifact: {
      url: 'https://example.com/front',
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
    port: 80,
  },
  version: 'v1',
  scaling: { region: 'fra1' },
  domain: { zone: 'example.org', record: 'www', createZone: false },
})
