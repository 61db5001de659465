// A loss under a load that had no turn is never passed over: the run is repeated, and in the end it
// fails. A loss under a load that kept pace fails at once.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Request, Rollout } from '../rehearsal/recording.ts'
import { measurePace, repeatingStarved, Starved, starvation } from './support/pace.ts'
import { noneOf } from './support/rollouts.ts'

const test = suite('starved runs')

const fleet = { version: 'v1', release: 'a', instances: 1 } as Rollout['before']
const rollout = {
  ...{ scenario: 'deploy', title: 'a deploy', before: fleet, after: fleet, durationMs: 1 },
  ...{ wentAsExpected: true, requests: [], moments: [] },
} as unknown as Rollout
const lost = [{ atMs: 1, status: 0, tookMs: 1, fault: 'ECONNREFUSED' } as unknown as Request]

const fast = { elapsedMs: 10_000, heldUpMs: 0, worstMs: 40 }
const starving = { elapsedMs: 10_000, heldUpMs: 4_000, worstMs: 900 }

test('a process that is kept from its turn is seen to starve', () => {
  const stop = measurePace()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_200)
  const pace = stop()
  assert.ok(pace.worstMs >= 1_000, `${pace.worstMs}`)
  assert.match(starvation(pace) ?? '', /kept waiting/)
})

test('one long wait or many short ones are starvation, a few short ones are not', () => {
  assert.is(starvation(fast), undefined)
  assert.is(starvation({ elapsedMs: 10_000, heldUpMs: 199, worstMs: 270 }), undefined)
  assert.ok(starvation({ elapsedMs: 10_000, heldUpMs: 201, worstMs: 270 }))
  assert.ok(starvation({ elapsedMs: 100_000, heldUpMs: 1_000, worstMs: 1_000 }))
})

const thrown = (body: () => void): unknown => {
  try {
    body()
  } catch (error) {
    return error
  }
  return undefined
}

test('a loss fails whoever was slow, and only starvation asks for another run', () => {
  assert.not.instance(thrown(() => noneOf(rollout, lost, fast)) ?? new Starved(), Starved)
  assert.not.instance(thrown(() => noneOf(rollout, lost)) ?? new Starved(), Starved)
  assert.instance(
    thrown(() => noneOf(rollout, lost, starving)),
    Starved,
  )
  assert.is(
    thrown(() => noneOf(rollout, [], starving)),
    undefined,
  )
})

async function runsOf(faults: readonly (Error | undefined)[]) {
  let runs = 0
  const end = repeatingStarved(async () => {
    const fault = faults[runs]
    runs += 1
    if (fault) throw fault
  })
  const error = await end.catch((fault) => fault)
  return { runs, error }
}

test('a starved run is repeated, and fails when it always starves', async () => {
  const starved = new Starved('slow')
  const other = new Error('lost')
  assert.equal(await runsOf([undefined]), { runs: 1, error: undefined })
  assert.equal(await runsOf([starved, undefined]), { runs: 2, error: undefined })
  assert.equal(await runsOf([starved, starved, starved]), { runs: 3, error: starved })
  assert.equal(await runsOf([starved, other]), { runs: 2, error: other })
  assert.equal(await runsOf([other]), { runs: 1, error: other })
})

test.run()
