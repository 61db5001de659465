// Commands → how long each takes as a whole process, from its start to its end. Baseline and command
// run in turn, so that both see the same machine; the ratio of their medians is what counts.
import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'

export type Measured = {
  name: string
  /** Milliseconds, pair by pair. */
  baseline: number[]
  command: number[]
}

export type Program = { file: string; words: readonly string[]; folder: string; env?: object }

export type Row = {
  name: string
  program: Program
  baseline: Program
  /** Called before each run of the command. */
  before?: () => void
}

export function measure(
  { name, program, baseline, before = () => {} }: Row,
  pairs: number,
): Measured {
  const measured: Measured = { name, baseline: [], command: [] }
  for (let pair = -1; pair < pairs; pair += 1) {
    const first = duration(baseline)
    before()
    const second = duration(program)
    // The first pair only warms the disk's cache.
    if (pair < 0) continue
    measured.baseline.push(first)
    measured.command.push(second)
  }
  return measured
}

function duration({ file, words, folder, env = {} }: Program): number {
  // Where it is set, it adds 56 ms to every start of Node 20, and flatters every ratio.
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...inherited } = process.env
  const start = performance.now()
  const { status, stderr } = spawnSync(file, words, {
    cwd: folder,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  })
  const end = performance.now()
  if (status !== 0) throw new Error(`${file} ${words.join(' ')} ended with ${status}:\n${stderr}`)
  return end - start
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}
