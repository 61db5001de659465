import { defineSystem } from 'immuc'

if (!process.env.RELEASE_TAG) {
  console.error('RELEASE_TAG is not set')
  process.exit(3)
}

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
