import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      CACHE_KEY: 'users-v2',
      HASHIDS_KEY: 'f3Kq9ZxT27LmWp4R8sVb',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
