// `immuc explain [KEY or CODE]`: the reference of a key of the config, or the page of a diagnostic.
import { quoted, shown } from '../../compiler/report/quoted.ts'
import { exitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { UsageFault } from '../usage-error.ts'

export type ExplainOptions = { topic?: string | undefined; format: 'text' | 'json' }

export async function explain(
  { topic, format }: ExplainOptions,
  terminal: Terminal,
): Promise<number> {
  const { explain: explainTopic } = await import('../../explain/explain.ts')
  const style = { width: widthFor(terminal.columns), paint: terminal.dataPaint }
  const explained = await explainTopic(topic, format === 'json' ? undefined : style)
  if (!('text' in explained)) throw new UsageFault(unknown(topic ?? '', explained.near))
  terminal.data(explained.text)
  return exitCode.fine
}

// Longer lines are hard to read, and shorter ones can't hold a table.
const [narrowest, usual, widest] = [60, 80, 100]

const widthFor = (columns: number): number =>
  Number.isFinite(columns) ? Math.min(widest, Math.max(narrowest, columns)) : usual

function unknown(topic: string, near: readonly string[]): string {
  const guess =
    near.length > 0 ? `did you mean ${quoted(near)}?` : '`immuc explain` lists all of them'
  return `there is no key and no code ${shown(topic)}; ${guess}`
}
