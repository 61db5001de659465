import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
    command: ['/opt/shop/shop', '--admin-password', 'hunter2', '--api-token=correct-horse'],
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
