// Rollouts that change the way in, of a system with a database that every request asks: a load balancer,
// a reserved IP, and back, at one instance and at three; none loses a request.
import { join } from 'node:path'
import { suite } from 'uvu'
import { buildRelease } from '../rehearsal/build-release.ts'
import { bringUp } from '../rehearsal/run-rollout.ts'
import {
  app,
  asExpected,
  destroysAll,
  losesNothing,
  onStand,
  plansNothing,
  type Stand,
  underLoad,
  withDatabase,
} from './support/rollouts.ts'
import { type Fragment, withFragment } from './support/system.ts'
import { postgres, program, testWith } from './support/tools.ts'

const test = suite('rollouts: ingress')

const changes: readonly [title: string, Fragment][] = [
  ['a new version, with a database', { version: 'v2' }],
  ['to a reserved IP at one instance', { scaling: { ingress: 'reserved-ip' } }],
  ['a new version behind it, and three instances', { version: 'v3', scaling: { instances: 3 } }],
  ['to a load balancer at three instances', { scaling: { ingress: 'load-balancer' } }],
  ['to a reserved IP and one instance', { scaling: { ingress: 'reserved-ip', instances: 1 } }],
  ['to a load balancer at one instance', { scaling: { ingress: 'load-balancer' } }],
]

const release = ({ folder }: Stand, data: Fragment, index: number) =>
  buildRelease({ data, binary: app }, join(folder, 'releases', String(index)))

testWith(
  test,
  [program('terraform'), program('curl'), postgres],
  'every way in becomes every other, and loses nothing',
  () =>
    onStand({ scale: 30, dataPlane: { cutOnMove: false } }, async (stand) => {
      let data = withDatabase
      await bringUp(stand.site, await release(stand, data, 0))
      for (const [index, [title, change]] of changes.entries()) {
        data = withFragment(data, change)
        const to = await release(stand, data, index + 1)
        const rollout = await underLoad(stand, title, to, { path: '/health/check' })
        asExpected(rollout)
        losesNothing(rollout)
        await plansNothing(stand, title)
      }
      await destroysAll(stand)
    }),
)

test.run()
