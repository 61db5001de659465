// A build under `--watch` → what is said about it: all of the first one, and of each further one a
// line that names the files that changed. Ends with the words, for the next one to compare.
import { shownFile } from '../../compiler/report/shown-file.ts'
import type { Built } from '../build-once.ts'
import { countsOf, saySummary } from '../show-changes.ts'
import { sayDiagnostics } from '../show-diagnostics.ts'
import type { Terminal } from '../terminal.ts'

export async function sayFirst(built: Built, terminal: Terminal): Promise<string> {
  const faults = await faultsOf(built, terminal)
  if (faults !== '') terminal.say(faults)
  saySummary(built, terminal)
  terminal.say(terminal.paint.faint('Watching for changes. Ctrl-C ends it.'))
  return faults
}

export async function sayAgain(
  built: Built,
  causes: readonly string[],
  milliseconds: number,
  before: string,
  terminal: Terminal,
): Promise<string> {
  const faults = await faultsOf(built, terminal)
  const isLost = built.loaded?.data === undefined
  // A config that still can't be read is judged again whenever any file appears.
  if (isLost && faults === before) return faults
  const { paint, say } = terminal
  const outcome = built.changes
    ? paint.good(countsOf(built.changes))
    : paint.error('nothing was written')
  const took = paint.faint(`(${Math.round(milliseconds)} ms)`)
  say(`${paint.strong(listed(causes))}: ${outcome} ${took}`)
  if (faults !== '') say(`\n${faults}`)
  return faults
}

async function faultsOf(built: Built, terminal: Terminal): Promise<string> {
  const lines: string[] = []
  const capture = { ...terminal, say: (text: string) => void lines.push(text) }
  await sayDiagnostics(built.diagnostics, built.loaded, capture)
  return lines.join('\n')
}

const mostNames = 3

function listed(files: readonly string[]): string {
  const names = files.map((file) => shownFile(file, process.cwd()))
  const rest = names.length - mostNames
  return rest > 0 ? `${names.slice(0, mostNames).join(', ')} and ${rest} more` : names.join(', ')
}
