import { defineSystem } from 'immuc'

const scaling = (vcpus: number) => ({ region: 'ams3', size: `s-${vcpus}vcpus` })

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: scaling(2),
})
