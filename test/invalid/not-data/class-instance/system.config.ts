import { defineSystem } from 'immuc'

class Scaling {
  region = 'ams3'
}

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: new Scaling(),
})
