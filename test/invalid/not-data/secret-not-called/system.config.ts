import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      STRIPE_KEY: secret,
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
