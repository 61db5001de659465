import { defineSystem, secret } from 'immuc'
import { mail } from './mail.ts'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      ...mail,
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
