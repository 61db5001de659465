// Rollouts at the default ingress, under load, at speed: none loses a request, whether the cloud takes a
// new backend for healthy at once or only when its checks have passed. The plan after each is empty.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Stage } from '../rehearsal/scenarios.ts'
import {
  answering,
  asExpected,
  destroysAll,
  goes,
  losesNothing,
  onStand,
  plansNothing,
  type Stand,
  starts,
} from './support/rollouts.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('rollouts')

const another = { environment: { GREETING: 'another' } }

const rollouts: readonly [string, Stage][] = [
  ['a new version at one instance', { release: 'after', instances: 1 }],
  ['another value in the environment', { release: 'after', instances: 1, ...another }],
  ['another size', { release: 'after', instances: 1, ...another, resized: true }],
  ['a rollback at one instance', { release: 'before', instances: 1 }],
  ['from one instance to three', { release: 'before', instances: 3 }],
  ['a new version at three instances', { release: 'after', instances: 3 }],
  ['a rollback at three instances', { release: 'before', instances: 3 }],
  ['from three instances to one', { release: 'before', instances: 1 }],
  ['a new version and three instances', { release: 'after', instances: 3 }],
  ['the version before and one instance', { release: 'before', instances: 1 }],
]

async function rollsOut(stand: Stand): Promise<void> {
  await starts(stand, { release: 'before', instances: 1 })
  for (const [title, stage] of rollouts) {
    const rollout = await goes(stand, title, stage)
    asExpected(rollout)
    losesNothing(rollout)
    const { before, after } = rollout
    assert.equal(answering(rollout), [...new Set([before.release, after.release])], title)
    assert.is(after.instances, stage.instances, title)
    await plansNothing(stand, title)
  }
  await destroysAll(stand)
}

for (const initialHealth of ['down', 'up'] as const) {
  testWith(
    test,
    [program('terraform'), program('curl')],
    `none loses a request where a new backend counts as ${initialHealth}`,
    () => onStand({ scale: 30, dataPlane: { initialHealth } }, rollsOut),
  )
}

test.run()
