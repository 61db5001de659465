import { defineSystem } from 'immuc'

const apiToken = 'correct horse'
throw new Error(`the registry refused ${apiToken}`)

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
