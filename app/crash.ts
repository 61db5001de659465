// A fault that nothing caught -> one JSON line and exit 1: a process in an unknown state must not
// serve, and its supervisor starts a fresh one.
import type { Log } from './log.ts'
import { reasonOf } from './reason.ts'

export function exitOnCrash(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.error('crashed', { reason: reasonOf(error), stack: error?.stack })
    process.exit(1)
  })
  // Losing the reader of the log is no reason to stop serving.
  process.stdout.on('error', () => {})
}
