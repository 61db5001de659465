// A process by its id -> whether it still runs; one that has ended and was not waited for does not.
import { readFileSync } from 'node:fs'

export function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}
