import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      LOG_LEVEL: process.env.LEVEL_OF_NOBODY,
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
