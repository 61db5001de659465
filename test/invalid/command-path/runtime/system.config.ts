import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    command: ['node', 'server.js'],
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
