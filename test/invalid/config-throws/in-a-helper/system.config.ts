import { defineSystem } from 'immuc'
import { required } from './required'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    env: { SITE: required('NO_SUCH_SITE') },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
