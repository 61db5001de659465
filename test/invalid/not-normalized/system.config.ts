import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      CITY: 'Zu\u0308rich',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
