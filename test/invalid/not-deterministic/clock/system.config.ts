import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: `v${new Date().getFullYear()}`,
  scaling: { region: 'ams3' },
})
