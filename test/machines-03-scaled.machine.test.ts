// 03-scaled on machines: three of them from one image, behind a real HAProxy, with a secret; then the
// next version; then nothing.
import { suite } from 'uvu'
import { runsEnclosed } from './support/enclosed.ts'
import { journeyNeeds, travel } from './support/machine-journey.ts'

await runsEnclosed(import.meta.url, journeyNeeds)

const test = suite('machines: 03-scaled')

test('from the bake to the destroy, behind the load balancer', () =>
  travel({ example: '03-scaled', app: 'shop', instances: 3, from: 'v1.4.0', to: 'v1.5.0' }))

test.run()
