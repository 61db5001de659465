// A deploy with the waits that a config has by default, at four times the speed only: what happens
// between processes takes a small part of it here, as it does in the real cloud.
import { suite } from 'uvu'
import {
  asExpected,
  goes,
  losesNothing,
  onStand,
  plansNothing,
  starts,
} from './support/rollouts.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('rollouts: full length')

const health = {
  intervalSeconds: 10,
  timeoutSeconds: 5,
  healthyThreshold: 3,
  unhealthyThreshold: 3,
  startupSeconds: 300,
  drainSeconds: 15,
}

testWith(test, [program('terraform'), program('curl')], 'a deploy loses nothing', () =>
  onStand({ scale: 4, config: { app: { health } } }, async (stand) => {
    await starts(stand, { release: 'before', instances: 1 })
    const rollout = await goes(stand, 'a new version', { release: 'after', instances: 1 })
    asExpected(rollout)
    losesNothing(rollout)
    await plansNothing(stand, rollout.title)
  }),
)

test.run()
