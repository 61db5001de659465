import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      SMTP_PASSWORD: 'hun' + 'ter2', LOG_LEVEL: 'info',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
