// What was measured of both images -> the page docs/images.md.
import type { Row } from './look.ts'
import type { Side, Tried } from './sides.ts'

export type Measured = { immuc: Side; talk: Side; tried: readonly Tried[]; date: string }

export function page({ immuc, talk, tried, date }: Measured): string {
  return `# What is in the images

Written by \`npm run images\` on ${date}. Stock packer, ansible and terraform bake and boot the image of
\`examples/01-hello\` and that of the talk on the same emulated cloud, whose droplets are machines with a
system of their own (\`cloud/nspawn/\`). The talk's playbook, unit and packer.json are rebuilt from its
slides (\`rehearsal/talk/\`); both deploy the same app, without a database.

## How far the talk's files come

Each row has the changes of those above it.

${table(['changed in the talk', 'what came of it', 'seconds'], tried.map(triedRow))}

CentOS 7 reached its end of life in June 2024, and DigitalOcean offers no image of it any more. Packer's SSH
proxy offers a key that today's OpenSSH refuses. Nothing else on the slides had to be changed.

## Side by side

${sideBySide('', [
  ['violations of ansible-lint, production profile', total(immuc), total(talk)],
  ['exposure of the unit, as a file', immuc.exposure, talk.exposure],
])}

The talk's violations: ${violationsOf(talk)}.

## What is left in the image

${sideBySide('', paired(immuc.left, talk.left))}

## What a droplet of it is

${sideBySide('', paired(immuc.droplet, talk.droplet))}

${times(immuc, talk)}`
}

const times = (immuc: Side, talk: Side): string => `## Seconds of each stage

${sideBySide('', paired(immuc.stages.map(rounded), talk.stages.map(rounded)))}

Of one run. "Ansible" is all of the playbook: immuc's brings the system up to date, installs Node.js and
cleans the image; the talk's does none of these, and gets its Node.js "before Ansible". \`terraform apply\`
of immuc waits until the app answers behind a load balancer; the talk's ends before its machine has
booted. The cloud's own waits pass 40 times as fast as DigitalOcean's; what machines do takes its time.
`

const triedRow = ({ change, outcome, seconds }: Tried): string[] => [
  change,
  outcome.replaceAll('|', '\\|'),
  seconds.toFixed(1),
]

const rounded = ([name, seconds]: [string, number]): Row => [name, seconds.toFixed(1)]

const total = ({ violations }: Side): string =>
  String(Object.values(violations).reduce((sum, count) => sum + count, 0))

const violationsOf = ({ violations }: Side): string =>
  Object.entries(violations)
    .map(([rule, count]) => `${rule} ${count}`)
    .join(', ')

const paired = (immuc: readonly Row[], talk: readonly Row[]): string[][] =>
  immuc.map(([what, found], index) => [what, found, talk[index]?.[1] ?? ''])

const sideBySide = (what: string, rows: readonly string[][]): string =>
  table([what, 'immuc', 'the talk'], rows)

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0), 3))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, at) => (cells[at] ?? '').padEnd(width)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
