// Starts the thread that runs a config, early: it comes up while the config is being bundled. A config
// that does not come to its end is stopped.
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import program from './config-worker.gen.js'
import type { Job, Outcome, Reply } from './worker-messages.ts'

export type ConfigThread = {
  /** Says on stderr what the config prints, for stdout is data. */
  read: (job: Job) => Promise<Outcome>
  end: () => Promise<unknown>
}

export function startConfigThread(): ConfigThread {
  const worker = new Worker(program, {
    eval: true,
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  })
  const outcome = outcomeOf(worker)
  return {
    read: (job) => {
      worker.postMessage(job)
      return endsInTime(outcome, worker, job.patienceMs)
    },
    end: () => worker.terminate(),
  }
}

function outcomeOf(worker: Worker): Promise<Outcome> {
  return new Promise((settle) => {
    worker.once('message', ({ outcome, printed }: Reply) => {
      process.stderr.write(printed)
      settle(outcome)
    })
    // What ends the thread from outside of the config's own code, such as want of memory.
    worker.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const said = code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'Error: out of memory' : message
      settle({ kind: 'threw', thrown: { said, stack: '' } })
    })
    worker.once('exit', () => settle({ kind: 'exited', stack: '' }))
  })
}

/** For the debugger, which a thread within a call of the system does not hear. */
const debuggerPatienceMs = 2000

async function endsInTime(
  outcome: Promise<Outcome>,
  worker: Worker,
  patienceMs: number,
): Promise<Outcome> {
  const done = new AbortController()
  const late = sleep(patienceMs, undefined, { signal: done.signal }).catch(() => undefined)
  const first = await Promise.race([outcome, late])
  done.abort()
  if (first !== undefined) return first
  const { runningStack } = await import('./running-stack.ts')
  const nowhere = sleep(debuggerPatienceMs, '', { ref: false })
  const stack = await Promise.race([outcome, runningStack(worker), nowhere])
  return typeof stack === 'string' ? { kind: 'endless', stack, patienceMs } : stack
}
