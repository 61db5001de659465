// Runs a body with a folder of its own, until it ends or a signal comes: then it has a moment to end
// what it started, and whatever it did, the folder goes and the process ends.
import { makeFolder, removeFolder } from '../rehearsal/rehearse.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ctrl-C is to be over within two seconds; what is left then is the guard's. */
const mostEndingMilliseconds = 1200

export async function inFolder(
  body: (folder: string, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const folder = makeFolder()
  const stop = new AbortController()
  const ended = (number: number): never => {
    removeFolder(folder)
    process.exit(128 + number)
  }
  let received: number | undefined
  const interrupt = (_name: NodeJS.Signals, number: number) => {
    if (received !== undefined) ended(number)
    received = number
    setTimeout(() => ended(number), mostEndingMilliseconds).unref()
    stop.abort(new Error('interrupted'))
  }
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await body(folder, stop.signal)
  } catch (failure) {
    if (received === undefined) throw failure
    return ended(received)
  } finally {
    if (received !== undefined) ended(received)
    for (const signal of signals) process.off(signal, interrupt)
    removeFolder(folder)
  }
}
