// The thread that runs a config: one job in, one reply out. Whatever a config does to its globals,
// to its process or to its output, it does it here, and the compiler is not touched by it.
import { parentPort } from 'node:worker_threads'
import { describeThrown } from './describe-thrown.ts'
import { stopCommandsAfter } from './impatient-commands.ts'
import { readConfig } from './read-config.ts'
import type { Job, Outcome } from './worker-messages.ts'

const mostPrinted = 1_000_000
const { exit } = process
const later = setImmediate
let printed = ''
let isQuiet = false
let lastThrow = () => ''

const reply = (outcome: Outcome): void => parentPort?.postMessage({ outcome, printed })

function print(chunk: unknown): boolean {
  if (!isQuiet && printed.length < mostPrinted) printed += String(chunk)
  return true
}

process.stdout.write = print
process.stderr.write = print
process.exit = () => {
  reply({ kind: 'exited', stack: new Error().stack ?? '' })
  return exit()
}
const rejected = (thrown: unknown) => {
  reply(withLastThrow({ kind: 'rejected', thrown: describeThrown(thrown) }))
  exit()
}
process.on('unhandledRejection', rejected)
process.on('uncaughtException', rejected)

parentPort?.once('message', async (job: Job) => {
  // What a second reading prints, the first one has printed.
  isQuiet = job.drawn !== undefined || job.notesThrows === true
  stopCommandsAfter(job.patienceMs)
  // The user's own line may be far below those of a package.
  Error.stackTraceLimit = 100
  if (job.notesThrows) lastThrow = (await import('./note-throws.ts')).noteThrows()
  const outcome = readConfig(job, () => {
    isQuiet = true
  })
  // A promise that fails unheard is noticed only after all that is due by now has run.
  later(() => reply(withLastThrow(outcome)))
})

const withLastThrow = (outcome: Outcome): Outcome =>
  'thrown' in outcome && outcome.thrown.stack === ''
    ? { ...outcome, thrown: { ...outcome.thrown, stack: lastThrow() } }
    : outcome
