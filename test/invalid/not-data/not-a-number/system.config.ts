import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    port: Number(process.env.NO_SUCH_PORT),
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
