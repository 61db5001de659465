// Single events → batches of paths. A save is several events, and so is a switch of branches: a batch
// ends when nothing has come for a moment.
import { setTimeout as sleep } from 'node:timers/promises'

export type Batches = {
  add: (path: string) => void
  fail: (failure: Error) => void
  /** Waits for one without using the processor. */
  next: () => Promise<ReadonlySet<string>>
}

const quietMilliseconds = 40
/** A file that never comes to rest must not keep the others from being seen. */
const mostRounds = 50

export function batches(): Batches {
  let paths = new Set<string>()
  let events = 0
  let failed: Error | undefined
  let wake = () => {}

  return {
    add: (path) => {
      paths.add(path)
      events++
      wake()
    },
    fail: (failure) => {
      failed = failure
      wake()
    },
    next: async () => {
      while (paths.size === 0 && failed === undefined) {
        await new Promise<void>((settle) => {
          wake = settle
        })
      }
      for (let seen = -1, round = 0; seen !== events && round < mostRounds; round++) {
        seen = events
        await sleep(quietMilliseconds)
      }
      if (failed !== undefined) throw failed
      const batch = paths
      paths = new Set()
      return batch
    },
  }
}
