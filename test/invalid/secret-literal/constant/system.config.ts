import { defineSystem, secret } from 'immuc'

const words = 'hunter2'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      SMTP_PASSWORD: words,
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
