// Our own command line, each beside a `node -e 0`.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Bench } from '../bench.ts'
import type { Figure } from '../figure.ts'
import { inTurn } from '../in-turn.ts'
import { bareNode, milliseconds } from '../process.ts'

type Command = { what: string; words: readonly string[]; times: number; before?: () => void }

export async function commands({ project, pairs }: Bench): Promise<Figure[]> {
  const { folder, edit, immuc } = project
  const cold = join(folder, 'cold')
  const becomesCold = () => rmSync(cold, { recursive: true, force: true })
  const measured: readonly Command[] = [
    { what: '`build`, nothing changed', words: ['build'], times: 1.35 },
    { what: '`build` after an edit', words: ['build'], times: 1.8, before: edit },
    { what: '`check`, cold caches', words: ['check'], times: 2, before: becomesCold },
    { what: '`--help`', words: ['--help'], times: 1.6 },
    { what: '`explain scaling.size`', words: ['explain', 'scaling.size'], times: 1.6 },
    { what: '`completion bash`', words: ['completion', 'bash'], times: 1.6 },
    { what: '`schema`', words: ['schema'], times: 1.6 },
  ]
  const figures: Figure[] = []
  for (const { what, words, times, before } of measured) {
    const isCold = before === becomesCold
    const program = immuc(words, isCold ? { XDG_CACHE_HOME: cold } : {})
    const ours = () => {
      before?.()
      return milliseconds(program)
    }
    const theirs = () => milliseconds(bareNode(folder))
    const samples = await inTurn({ theirs, ours }, pairs(30))
    figures.push({ what, unit: 'ms', ...samples, against: '`node -e 0`', aim: { times } })
  }
  return figures
}
