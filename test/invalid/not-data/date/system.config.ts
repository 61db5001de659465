import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: new Date('2026-11-01'),
  scaling: { region: 'ams3' },
})
