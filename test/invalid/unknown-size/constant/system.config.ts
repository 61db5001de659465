import { defineSystem } from 'immuc'

const sizes = { small: 's-1vcpu-1gb', large: 's-8vcpu-16g' } as const

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3', size: sizes.large },
})
