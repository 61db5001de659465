import { defineSystem } from 'immuc'

export default defineSystem({
  app: { name: 'hello', artifact: { file: '../../app/dist/app' }, packages: ['nodejs'] },
  version: 'v1.0.0',
  scaling: { region: 'ams3' },
})
