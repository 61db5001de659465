import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      SMTP_PASSWORD: 'it's raining',
      STRIPE_KEY: secret(),
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
