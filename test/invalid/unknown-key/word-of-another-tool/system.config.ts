import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    healthcheck: { path: '/up' },
  },
  tag: 'v1.4.0',
  scaling: { region: 'ams3', replicas: 3 },
  db: {},
})
