// A database, or none -> a check that says whether the app can serve. It never throws, and it logs
// only changes: a balancer asks every few seconds.
import type { Database } from './database.ts'
import type { Log } from './log.ts'
import { reasonOf } from './reason.ts'

export type Health = () => Promise<boolean>

export function createHealth(database: Database | undefined, log: Log): Health {
  let known: string | undefined

  const note = (reason: string): void => {
    if (reason === known) return
    known = reason
    if (reason === '') log.info('health check passes')
    else log.warn('health check fails', { reason })
  }

  return async () => {
    try {
      await database?.check()
      note('')
      return true
    } catch (error) {
      note(reasonOf(error))
      return false
    }
  }
}
