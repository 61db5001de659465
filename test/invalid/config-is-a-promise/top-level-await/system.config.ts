import { defineSystem } from 'immuc'

const tag = await Promise.resolve('v1.4.0')

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: tag,
  scaling: { region: 'ams3' },
})
