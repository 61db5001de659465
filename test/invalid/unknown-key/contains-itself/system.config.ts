import { defineSystem } from 'immuc'

const labels: Record<string, unknown> = { team: 'shop' }
labels.all = labels

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
  labels,
})
