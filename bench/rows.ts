// The rows of the table: what is measured, against what, and the aim.
import { join } from 'node:path'
import type { Program, Row } from './measure.ts'
import type { BenchProject } from './project.ts'

/** `most`: the ratio of the medians may be that much. */
export type AimedRow = Row & { most: number }

export function rows({ folder, bin, edit }: BenchProject): AimedRow[] {
  const node = process.execPath
  const cached = { XDG_CACHE_HOME: join(folder, 'cache') }
  const cold = { XDG_CACHE_HOME: join(folder, 'no/cache') }
  const bare: Program = { file: node, words: ['-e', '0'], folder }
  const immuc = (words: readonly string[], env: object): Program => ({
    file: node,
    words: [bin, ...words],
    folder,
    env,
  })
  const row = (name: string, program: Program, most: number, before?: () => void): AimedRow => ({
    name,
    program,
    most,
    baseline: bare,
    ...(before && { before }),
  })
  return [
    row('`build`, nothing changed', immuc(['build'], cached), 1.35),
    row('`build` after an edit', immuc(['build'], cached), 1.8, edit),
    row('`check`, cold caches', immuc(['check'], cold), 2),
    row('`--help`', immuc(['--help'], cold), 1.6),
    row('`schema`', immuc(['schema'], cold), 1.6),
  ]
}
