import { defineSystem } from 'immuc'
import { randomUUID } from 'node:crypto'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: randomUUID(),
  scaling: { region: 'ams3' },
})
