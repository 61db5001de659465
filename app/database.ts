// Database settings -> a check that succeeds when the database answers a query within the deadline.
// There is one session and one query at a time: callers share the query under way, so no number of
// requests can exhaust connections, and a session that fails or hangs is replaced by the next check.
import type { DatabaseSettings } from './configuration.ts'
import { openSession, type Session } from './session.ts'

export type Database = { check: () => Promise<void>; close: () => Promise<void> }

export function attachDatabase(settings: DatabaseSettings, deadlineSeconds: number): Database {
  let session: Session | undefined
  let underWay: Promise<void> | undefined
  const inTime = deadlineOf(deadlineSeconds)

  const ask = async (): Promise<void> => {
    const current = session === undefined || session.hasEnded() ? openSession(settings) : session
    session = current
    try {
      await inTime(current.selectNow())
    } catch (error) {
      session = undefined
      current.destroy()
      throw error
    }
  }

  return {
    check: () => {
      underWay ??= ask().finally(() => {
        underWay = undefined
      })
      return underWay
    },
    close: async () => session?.close(),
  }
}

/** For one piece of work at a time: its timer is begun anew, which costs less than a new one each time. */
function deadlineOf(seconds: number): (work: Promise<void>) => Promise<void> {
  let late = () => {}
  const timer = setTimeout(() => late(), seconds * 1000).unref()
  return (work) =>
    new Promise((settle, fail) => {
      late = () => fail(new Error(`the database did not answer within ${seconds} s`))
      timer.refresh()
      work.then(settle, fail)
    })
}
