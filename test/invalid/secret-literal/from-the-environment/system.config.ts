import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      LOG_LEVEL: 'info',
      SMTP_PASSWORD: process.env.SMTP_PASSWORD ?? '',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
