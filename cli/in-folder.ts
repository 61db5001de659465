// Runs a body with a folder of its own, until it ends or a signal comes: then it has a moment to end
// what it started, and whatever it did, the folder goes and the process ends.
import { spawn } from 'node:child_process'
import { makeFolder, removeFolder } from '../rehearsal/rehearse.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ctrl-C is to be over within two seconds; the processes that are left then are the guard's to end. */
const mostEndingMilliseconds = 1000
/** A database is thousands of files; on a busy disk what is left of them goes a moment later. */
const mostRemovingMilliseconds = 600

export async function inFolder(
  body: (folder: string, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const folder = makeFolder()
  const stop = new AbortController()
  let received: number | undefined
  const interrupt = (_name: NodeJS.Signals, number: number) => {
    if (received !== undefined) return
    received = number
    setTimeout(() => endProcess(folder, number), mostEndingMilliseconds).unref()
    stop.abort(new Error('interrupted'))
  }
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await body(folder, stop.signal)
  } catch (failure) {
    if (received === undefined) throw failure
    return await endProcess(folder, received)
  } finally {
    if (received !== undefined) await endProcess(folder, received)
    for (const signal of signals) process.off(signal, interrupt)
    removeFolder(folder)
  }
}

/** Again and again, for a process that is about to end may still write. */
const removal = 'for turn in 1 2 3 4 5 6 7 8 9; do rm -rf -- "$0" && exit; sleep 0.2; done'

function endProcess(folder: string, signal: number): Promise<never> {
  const exit = () => process.exit(128 + signal)
  const child = spawn('sh', ['-c', removal, folder], { detached: true, stdio: 'ignore' })
  child.once('error', exit)
  child.once('exit', exit)
  setTimeout(exit, mostRemovingMilliseconds)
  return new Promise(() => {})
}
