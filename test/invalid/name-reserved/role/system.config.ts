import { defineSystem } from 'immuc'

export default defineSystem({
  app: { name: 'postgres', artifact: { file: './shop' } },
  version: 'v1.4.0',
  database: {},
  scaling: { region: 'ams3' },
})
