import { defineSystem } from 'immuc'
import { readFileSync } from 'node:fs'

const vault = JSON.parse(readFileSync('./vault.json', 'utf8'))

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: vault,
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
