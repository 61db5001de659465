import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      PAYMENT: 'sk_live_4eC39HqLyjWDarjtT1zdp7dc',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
