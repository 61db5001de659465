// 02-database on machines: a real image, baked by stock packer and ansible, booted by stock terraform
// behind a reserved IP, with a real PostgreSQL; then the next version; then nothing.
import { suite } from 'uvu'
import { runsEnclosed } from './support/enclosed.ts'
import { journeyNeeds, travel } from './support/machine-journey.ts'

await runsEnclosed(import.meta.url, journeyNeeds)

const test = suite('machines: 02-database')

test('from the bake to the destroy, at the reserved IP', () =>
  travel({ example: '02-database', app: 'app', instances: 1, from: 'v1.0.0', to: 'v1.1.0' }))

test.run()
