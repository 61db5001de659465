import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'My Shop',
    artifact: { file: './shop', sha: 'abc' },
    port: '8080',
    env: { PAGE_SIZE: 20, CACHE: true },
    health: { intervalSeconds: 1 },
  },
  scaling: { region: 'ams3', instances: 2.5 },
  domain: 'shop.example.com',
})
