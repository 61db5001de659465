import { defineSystem } from 'immuc'
import { common } from './common.ts'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    ...common,
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
