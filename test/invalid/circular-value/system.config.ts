import { defineSystem } from 'immuc'

const env: Record<string, unknown> = { LOG_LEVEL: 'info' }
env.ALL = env

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env,
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
