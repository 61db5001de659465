import { latest } from 'releases'
import { defineSystem } from 'immuc'

const tag = latest([])

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
