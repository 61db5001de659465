import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    health: { intervalSeconds: 60, timeoutSeconds: 60, startupSeconds: 30 },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
