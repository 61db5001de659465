import { defineSystem } from 'immuc'
import { latestTag } from './latest-tag.ts'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: latestTag(),
  scaling: { region: 'ams3' },
})
