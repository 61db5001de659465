// What the main thread and the thread that runs a config say to each other.
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Data } from './to-data.ts'

export type Job = {
  /** The bundled config. */
  code: string
  configPath: string
  /** How long it may take. */
  patienceMs: number
  /** Asks for one reading at another time, with the opposite of these random numbers. */
  drawn?: readonly number[]
  /** Asks where it throws what is no Error; it says so as that one's stack. */
  notesThrows?: true
}

export type Thrown = {
  /** `TypeError: x is not a function`, on one line. */
  said: string
  /** Empty if it is no Error. */
  stack: string
  /** What it was thrown because of. */
  cause?: { said: string; stack: string }
}

/** How a reading of the config ended. */
export type Outcome =
  | { kind: 'read'; data: Data; diagnostics: Diagnostic[] }
  | { kind: 'no-default' }
  | { kind: 'threw' | 'rejected'; thrown: Thrown }
  /** The second reading differs: by the clock, by chance, or by what the first one left behind. */
  | { kind: 'doubtful'; data: Data; drawn: readonly number[] }
  | { kind: 'exited'; stack: string }
  /** It had to be stopped while it was there. */
  | { kind: 'endless'; stack: string; patienceMs: number }

export type Reply = { outcome: Outcome; printed: string }
