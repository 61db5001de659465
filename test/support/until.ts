// A claim -> a promise that it comes true, asked again and again. The bound is generous on purpose:
// it is there so that a broken test ends, not to measure anything.
import { setTimeout as wait } from 'node:timers/promises'

const patienceSeconds = 30

export async function until(
  what: string,
  claim: () => unknown,
  seconds = patienceSeconds,
): Promise<void> {
  const end = performance.now() + seconds * 1000
  while (!(await claim())) {
    if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`)
    await wait(20)
  }
}
