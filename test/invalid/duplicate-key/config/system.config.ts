import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    port: 8080,
    env: { LOG_LEVEL: 'info', CACHE: 'on', LOG_LEVEL: 'debug' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
  version: 'v1.5.0',
})
