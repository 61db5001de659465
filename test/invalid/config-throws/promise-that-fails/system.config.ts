import { defineSystem } from 'immuc'

const deploys = async () => {
  throw new Error('the calendar is down')
}
deploys()

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
