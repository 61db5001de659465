import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      SMTP_PASSWORD: Buffer.from('aHVudGVyMg==', 'base64').toString(),
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
