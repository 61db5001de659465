import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'the-shop-that-sells-everything-to-everyone',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
