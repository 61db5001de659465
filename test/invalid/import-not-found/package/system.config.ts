import { defineSystem } from 'immuc'
import { z } from 'zod/v4'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: z.string().parse('v1.4.0'),
  scaling: { region: 'ams3' },
})
