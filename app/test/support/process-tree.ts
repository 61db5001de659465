// A process id -> that process and its children, stopped or continued as one. PostgreSQL puts each
// child in a group of its own, so a signal to the group would miss them.
import { execFileSync } from 'node:child_process'
import { until } from '../../../test/support/until.ts'

type Row = { pid: number; parent: number; state: string }

function listProcesses(): Row[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, state]) => ({
      pid: Number(pid),
      parent: Number(parent),
      state: `${state}`,
    }))
}

const family = (pid: number): Row[] =>
  listProcesses().filter((row) => row.pid === pid || row.parent === pid)

export async function freezeTree(pid: number): Promise<void> {
  // The parent first, so that it starts no child in between.
  process.kill(pid, 'SIGSTOP')
  for (const row of family(pid)) signalIfThere(row.pid, 'SIGSTOP')
  await until('all processes are stopped', () =>
    family(pid).every(({ state }) => /^[TZ]/.test(state)),
  )
}

export function thawTree(pid: number): void {
  for (const row of family(pid)) signalIfThere(row.pid, 'SIGCONT')
}

/** A process that was listed may have ended since. */
function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export function isRunning(pid: number): boolean {
  return listProcesses().some((row) => row.pid === pid && !row.state.startsWith('Z'))
}
