import { defineSystem } from 'immuc'

const tag = (of: number): string => tag(of + 1)

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: tag(1),
  scaling: { region: 'ams3' },
})
