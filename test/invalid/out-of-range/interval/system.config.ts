import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    health: { intervalSeconds: 1, timeoutSeconds: 1 },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
