import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: {
      PAGE_SIZE: 20,
      CACHE: true,
      HOSTS: ['a.example.com'],
      SMTP_PASSWORD: 12345678,
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
