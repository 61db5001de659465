import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: { SESSION_SEED: String(Math.random()) },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
