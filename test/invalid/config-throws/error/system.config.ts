import { defineSystem } from 'immuc'

if (!process.env.RELEASE_TAG) throw new Error('RELEASE_TAG is not set')

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
