import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'release/1.4',
  scaling: { region: 'ams3' },
})
