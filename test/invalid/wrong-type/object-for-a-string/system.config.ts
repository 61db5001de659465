import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: { LIMITS: { perSecond: 20 } },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
