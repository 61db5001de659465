import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      BASE_URL: () => 'https://shop.example.com',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
