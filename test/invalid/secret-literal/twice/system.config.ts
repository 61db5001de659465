import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      SMTP_PASSWORD: 'hunter2',
      SMTP_PASSWORD: 'hunter3',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
