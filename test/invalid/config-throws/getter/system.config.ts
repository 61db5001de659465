import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    get port(): number {
      throw new Error('no port yet')
    },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
