import { readFileSync } from 'node:fs'
import { defineSystem } from 'immuc'

function tag() {
  try {
    return readFileSync('./VERSION', 'utf8').trim()
  } catch (cause) {
    throw new Error('the version is not known', { cause })
  }
}

tag()

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: './shop' },
  },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
