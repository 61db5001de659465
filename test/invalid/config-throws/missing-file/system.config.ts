import { defineSystem } from 'immuc'
import { readFileSync } from 'node:fs'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: readFileSync('./VERSION', 'utf8').trim(),
  scaling: { region: 'ams3' },
})
