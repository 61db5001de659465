import { defineSystem } from 'immuc'
import env from './env.json'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env,
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
