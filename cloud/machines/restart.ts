// How a process ended, and the unit -> whether systemd starts it again: systemd.service(5), the table
// under Restart=, and StartLimitIntervalSec=.
import type { Ending } from './launch.ts'
import type { Unit } from './unit.ts'

const cleanSignals = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGPIPE']

export const endedClean = ({ code, signal }: Ending): boolean =>
  code === 0 || (signal !== null && cleanSignals.includes(signal))

export function restarts({ restart }: Unit, ending: Ending): boolean {
  const clean = endedClean(ending)
  if (restart === 'always') return true
  if (restart === 'on-success') return clean
  if (restart === 'on-failure') return !clean
  return (restart === 'on-abnormal' || restart === 'on-abort') && !clean && ending.signal !== null
}

/** Starts so far in emulated milliseconds, the present one last. */
export function overStartLimit({ startLimit }: Unit, starts: readonly number[]): boolean {
  const { intervalSeconds, burst } = startLimit
  const since = (starts.at(-1) ?? 0) - intervalSeconds * 1000
  return intervalSeconds > 0 && starts.filter((start) => start > since).length > burst
}
