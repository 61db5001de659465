import { defineSystem } from 'immuc'

const ask = async (name: string) => {
  throw { status: 404, name }
}
ask('shop')

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
