import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    health: { intervalSeconds: 5, timeoutSeconds: 10 },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
