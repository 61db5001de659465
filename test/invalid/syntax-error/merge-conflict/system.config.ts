import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
<<<<<<< HEAD
  version: 'v1.4.0',
=======
  version: 'v1.5.0',
>>>>>>> release
  scaling: { region: 'ams3' },
})
