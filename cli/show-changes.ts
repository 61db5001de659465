// What a build has changed on disk → a list for a person, and what comes next.
import { isBalanced, type System } from '../compiler/model/system.ts'
import { shownFile } from '../compiler/report/shown-file.ts'
import type { Built, ShownChanges } from './build-once.ts'
import type { Terminal } from './terminal.ts'

export function saySummary({ folder, changes, system }: Built, terminal: Terminal): void {
  const { say, paint, quiet } = terminal
  if (quiet || changes === undefined) return
  const shown = shownFile(folder, process.cwd())
  for (const { path } of changes.write) say(`${paint.good('  wrote  ')} ${shown}/${path}`)
  for (const path of changes.remove) say(`${paint.warning('  removed')} ${shown}/${path}`)
  say(`${paint.strong(shown)}: ${countsOf(changes)}`)
  if (changes.write.length === 0 || system === undefined) return
  say(`\nNext, in ${paint.strong(shown)}, where README.md says more:`)
  const steps = stepsOf(system)
  const width = Math.max(...steps.map(([command]) => command.length))
  for (const [command, why] of steps) {
    const comment = why === '' ? '' : `   ${paint.faint(`# ${why}`)}`
    say(`  ${why === '' ? command : command.padEnd(width)}${comment}`)
  }
}

export const countsOf = ({ write, unchanged, remove }: ShownChanges): string =>
  `${write.length} written, ${unchanged.length} unchanged, ${remove.length} removed`

type Step = readonly [command: string, why: string]

function stepsOf({ services: [service], access }: System): Step[] {
  const gateIsOpen = !isBalanced(service) || access.gateFrom.length > 0
  const secrets = service.environment.flatMap((one) => ('variable' in one ? [one.variable] : []))
  return [
    ['export DIGITALOCEAN_TOKEN=…', ''],
    ['packer init packer/plugins.pkr.json', 'once'],
    ['packer build packer/image.pkr.json', 'once per version'],
    ['terraform -chdir=terraform init', 'once'],
    ...(gateIsOpen ? [] : [gate]),
    ...secrets.map((name): Step => [`export TF_VAR_${name}=…`, '']),
    ['terraform -chdir=terraform apply', ''],
  ]
}

const gate: Step = [
  `export TF_VAR_gate_from='["203.0.113.7/32"]'`,
  'your public address, or access.gateFrom in the config',
]
