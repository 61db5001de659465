import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      SEPARATOR: 'a\0b',
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
