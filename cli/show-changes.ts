// What a build has changed on disk → a list for a person, and what comes next.
import { shownFile } from '../compiler/report/shown-file.ts'
import type { Changes } from '../compiler/write/plan-changes.ts'
import type { Terminal } from './terminal.ts'

export function saySummary(
  folder: string,
  changes: Changes,
  { say, paint, quiet }: Terminal,
): void {
  if (quiet) return
  const shown = shownFile(folder, process.cwd())
  for (const { path } of changes.write) say(`${paint.good('  wrote  ')} ${shown}/${path}`)
  for (const path of changes.remove) say(`${paint.warning('  removed')} ${shown}/${path}`)
  say(`${paint.strong(shown)}: ${countsOf(changes)}`)
  if (changes.write.length === 0) return
  say(`
Next, from ${shown}:
  packer init packer/plugins.pkr.json      once
  packer build packer/image.pkr.json       once per version
  terraform -chdir=terraform init          once
  terraform -chdir=terraform apply`)
}

export const countsOf = ({ write, unchanged, remove }: Changes): string =>
  `${write.length} written, ${unchanged.length} unchanged, ${remove.length} removed`
