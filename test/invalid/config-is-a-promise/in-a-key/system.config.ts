import { defineSystem } from 'immuc'
import { readFile } from 'node:fs/promises'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: readFile('./VERSION', 'utf8'),
  scaling: { region: 'ams3' },
})
