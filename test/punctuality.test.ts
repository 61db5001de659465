// A machine that did not keep up with the rate says so, in words with a way out; one that was late now
// and then does not.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { punctuality, tooSlow } from '../rehearsal/punctuality.ts'

const test = suite('punctuality')

const load = { requestsPerSecond: 40, speed: 20 }

function seen(sentLateMs: readonly number[], answeredMs: readonly number[] = []) {
  const noted = punctuality()
  for (const late of sentLateMs) noted.noteSent(late)
  for (const took of answeredMs) noted.noteAnswered(took)
  return noted.result()
}

const inTime = Array.from({ length: 100 }, () => 3)

test('a busy machine now and then is none that is too slow', () => {
  assert.is(tooSlow(seen(inTime, inTime), load), undefined)
  assert.is(tooSlow(seen([...inTime, 251, 2_999]), load), undefined)
})

test('more than two of a hundred late, sent or answered', () => {
  const words =
    /^this machine is too slow for 40 requests per second at 20 times the speed: 3 of 103/
  assert.match(tooSlow(seen([...inTime, 251, 300, 400]), load) ?? '', words)
  assert.match(tooSlow(seen([...inTime, 1, 1, 1], [1_001, 1_500, 2_000]), load) ?? '', words)
})

test('one that took seconds', () => {
  assert.match(tooSlow(seen([...inTime, 3_000]), load) ?? '', /one of them by 3000 ms/)
  assert.match(tooSlow(seen(inTime, [4_000]), load) ?? '', /one of them by 4000 ms/)
})

test.run()
