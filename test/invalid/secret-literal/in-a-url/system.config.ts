import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      CACHE_URL: 'rediss://shop:hunter2@cache.example.com:25061',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
