// Rollouts where one instance has a reserved IP. Where the cloud keeps open connections when the address
// moves, none loses a request. Where it cuts them, only what is in flight at that instant is lost.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isLost } from '../rehearsal/figures.ts'
import type { Request, Rollout } from '../rehearsal/recording.ts'
import type { Stage } from '../rehearsal/scenarios.ts'
import {
  asExpected,
  destroysAll,
  goes,
  losesNothing,
  onStand,
  plansNothing,
  type Stand,
  starts,
  story,
} from './support/rollouts.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('rollouts: reserved IP')

const scale = 30

const rollouts: readonly [string, Stage][] = [
  ['a new version at one instance', { release: 'after', instances: 1 }],
  ['from one instance to three', { release: 'after', instances: 3 }],
  ['a rollback at three instances', { release: 'before', instances: 3 }],
  ['from three instances to one', { release: 'before', instances: 1 }],
]

async function rollsOut(stand: Stand, judge: (rollout: Rollout) => void): Promise<void> {
  await starts(stand, { release: 'before', instances: 1 })
  for (const [title, stage] of rollouts) {
    const rollout = await goes(stand, title, stage)
    asExpected(rollout)
    judge(rollout)
    await plansNothing(stand, title)
  }
  await destroysAll(stand)
}

/** A connection was open when the address moved, and broke then. */
function losesOnlyWhatWasInFlight(rollout: Rollout): void {
  const moves = rollout.moments.filter(({ what }) => what.startsWith('in-force'))
  const wasInFlight = ({ atMs, tookMs, fault }: Request) =>
    fault === 'ECONNRESET' &&
    moves.some((move) => atMs <= move.atMs && move.atMs <= atMs + tookMs * scale + 1000)
  const others = rollout.requests.filter((one) => isLost(one) && !wasInFlight(one))
  assert.is(others.length, 0, others.length > 0 ? story(rollout, others) : '')
}

const needs = [program('terraform'), program('curl')]
const config = { scaling: { ingress: 'reserved-ip' } }

testWith(test, needs, 'none loses a request where open connections stay', () =>
  onStand({ scale, config, dataPlane: { cutOnMove: false, initialHealth: 'up' } }, (stand) =>
    rollsOut(stand, losesNothing),
  ),
)

testWith(test, needs, 'only what is in flight is lost where open connections are cut', () =>
  onStand({ scale, config, dataPlane: { cutOnMove: true, initialHealth: 'down' } }, (stand) =>
    rollsOut(stand, losesOnlyWhatWasInFlight),
  ),
)

test.run()
