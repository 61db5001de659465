// Database settings -> a check that succeeds when the database answers a query within the deadline.
// There is one session and one query at a time: callers share the query under way, so no number of
// requests can exhaust connections, and a session that fails or hangs is replaced by the next check.
import type { DatabaseSettings } from './configuration.ts'
import { openSession, type Session } from './session.ts'

export type Database = { check: () => Promise<void>; close: () => Promise<void> }

export function attachDatabase(settings: DatabaseSettings, deadlineSeconds: number): Database {
  let session: Session | undefined
  let underWay: Promise<void> | undefined

  const ask = async (): Promise<void> => {
    const current = session === undefined || session.hasEnded() ? openSession(settings) : session
    session = current
    try {
      await within(deadlineSeconds, current.selectNow())
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

function within(seconds: number, work: Promise<void>): Promise<void> {
  return new Promise((settle, fail) => {
    const late = () => fail(new Error(`the database did not answer within ${seconds} s`))
    const timer = setTimeout(late, seconds * 1000)
    work.then(settle, fail).finally(() => clearTimeout(timer))
  })
}
