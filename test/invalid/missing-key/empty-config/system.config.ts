import { defineSystem } from 'immuc'

export default defineSystem({})
