import { defineSystem } from 'immuc'
import { size } from './sizes.ts'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3', size },
})
