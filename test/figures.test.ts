// Figures of a rollout, and how numbers are worded.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { figures, gapMs, isLost } from '../rehearsal/figures.ts'
import { count, duration, instant } from '../rehearsal/quantity.ts'
import type { Request } from '../rehearsal/recording.ts'
import { syntheticRequest, syntheticRollout } from './support/synthetic-recording.ts'

const test = suite('figures')

const of = (...requests: Request[]) => figures(syntheticRollout({ requests }))
const answered = (atMs: number, tookMs = 10) => syntheticRequest({ atMs, tookMs })
const lost = (atMs: number) => syntheticRequest({ atMs, status: 0, fault: 'ECONNREFUSED' })

test('without a request there is nothing to say but the duration', () => {
  assert.equal(of(), { requests: 0, lost: 0, durationMs: 150_000 })
})

test('lost is what got no answer, a cut one or a failure of a server', () => {
  const isLostWith = (one: Partial<Request>) => isLost(syntheticRequest(one))
  assert.ok(isLostWith({ status: 0 }))
  assert.ok(isLostWith({ status: 500 }))
  assert.ok(isLostWith({ status: 503 }))
  assert.ok(isLostWith({ status: 200, fault: 'cut' }))
  assert.not.ok(isLostWith({ status: 200 }))
  assert.not.ok(isLostWith({ status: 404 }))
  assert.not.ok(isLostWith({ status: 499 }))
})

test('a gap lasts from the first that was lost to the next that was answered', () => {
  const known = of(answered(0), lost(100), lost(300), answered(450), lost(500), answered(520))
  assert.is(known.lost, 3)
  assert.equal(known.longestGap, { fromMs: 100, untilMs: 450 })
  assert.is(gapMs(known), 350)
})

test('requests may come in any order', () => {
  assert.equal(of(answered(450), lost(300), answered(0), lost(100)).longestGap, {
    fromMs: 100,
    untilMs: 450,
  })
})

test('where all are lost the gap is as long as the load, and there is no latency', () => {
  assert.equal(of(lost(-10), lost(0), lost(90)), {
    ...{ requests: 3, lost: 3, durationMs: 150_000 },
    longestGap: { fromMs: -10, untilMs: 90 },
  })
})

test('a gap at the end counts until the last request', () => {
  assert.equal(of(answered(0), lost(10), lost(60)).longestGap, { fromMs: 10, untilMs: 60 })
})

test('latencies are of short requests that were answered', () => {
  const long = syntheticRequest({ tookMs: 5000, length: 'long' })
  const cut = syntheticRequest({ tookMs: 9000, status: 0 })
  const hundred = Array.from({ length: 100 }, (_, index) => answered(index, index + 1))
  const known = of(long, cut, ...hundred)
  assert.is(known.p50Ms, 50)
  assert.is(known.p99Ms, 99)
  assert.is(of(answered(0, 7)).p50Ms, 7)
  assert.is(of(answered(0, 7)).p99Ms, 7)
})

test('numbers are worded alike everywhere', () => {
  assert.equal([0, 999, 1000, 1234567].map(count), ['0', '999', '1,000', '1,234,567'])
  assert.equal([0, 3.44, 9.96, 999.6, 1400, 59_960, 60_000, 151_000].map(duration), [
    '0 ms',
    '3.4 ms',
    '10 ms',
    '1 s',
    '1.4 s',
    '1 min',
    '1 min',
    '2 min 31 s',
  ])
  assert.equal(
    [-10_000, -400, 0, 42_000, 59_600, 600_000].map((at) => instant(at)),
    ['−0:10', '0:00', '0:00', '0:42', '1:00', '10:00'],
  )
  assert.is(instant(62_345, 1), '1:02.3')
  assert.is(instant(9_990, 1), '0:10.0')
})

test.run()
