import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      '2FA_ISSUER': 'shop',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
