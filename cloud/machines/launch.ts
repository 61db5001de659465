// A command -> a process group of its own, guarded before its first instruction runs, with its output
// and its end.
import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import type { Guard } from './guard.ts'

export type Launch = {
  command: readonly string[]
  environment: Readonly<Record<string, string>>
  folder: string
  guard: Guard
  /** What the group gets when this process is gone; default KILL. */
  guardSignal?: 'KILL' | 'QUIT'
  onOutput: (chunk: Buffer) => void
}

/** How a process ended: its status, or the signal that ended it. */
export type Ending = { code: number | null; signal: NodeJS.Signals | null }

export type Running = {
  pid: number
  /** Settles when the main process has ended and all it wrote was read. */
  ended: Promise<Ending>
  signalMain: (signal: NodeJS.Signals) => void
  signalAll: (signal: NodeJS.Signals) => void
}

// It waits for a word before it becomes the command, so that the guard always knows the group first.
const gate = 'read -r go <&3 && exec "$@" 3<&-'

export function launch(options: Launch): Running {
  const { command, environment, folder, guard, onOutput } = options
  const child = spawn('/bin/sh', ['-c', gate, 'sh', ...command], {
    cwd: folder,
    env: { ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const { pid } = child
  if (pid === undefined) return failedLaunch(child)
  guard.add(-pid, options.guardSignal)
  const go = child.stdio[3] as Writable
  go.on('error', () => {})
  go.end('go\n')
  child.stdout?.on('data', onOutput)
  child.stderr?.on('data', onOutput)
  const ended = new Promise<Ending>((settle) => {
    child.once('exit', (code, signal) => {
      // What the main process leaves behind goes with it, and with it the last holder of the pipes.
      sendSignal(-pid, 'SIGKILL')
      child.once('close', () => {
        guard.drop(-pid)
        settle({ code, signal })
      })
    })
  })
  return {
    pid,
    ended,
    signalMain: (signal) => sendSignal(pid, signal),
    signalAll: (signal) => sendSignal(-pid, signal),
  }
}

function failedLaunch(child: NodeJS.EventEmitter): Running {
  const ended = new Promise<Ending>((settle) => {
    child.once('error', () => settle({ code: 203, signal: null }))
  })
  return { pid: 0, ended, signalMain: () => {}, signalAll: () => {} }
}

/** The process may have ended meanwhile. */
function sendSignal(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
