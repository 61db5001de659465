import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    packages: ['nodejs'],
    command: '/usr/bin/node /opt/shop/shop --verbose',
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
