// Measured rollouts -> the page docs/rollouts.md, and the excerpt of it that the README has.
import type { SetUp } from '../rehearsal/comparison.ts'
import { figures, gapMs } from '../rehearsal/figures.ts'
import type { Rollout } from '../rehearsal/recording.ts'

export type Measured = { setUp: SetUp; rollouts: readonly Rollout[] }

export type Circumstances = { speed: number; requestsPerSecond: number; date: string }

export function page(measured: readonly Measured[], circumstances: Circumstances): string {
  const { speed, requestsPerSecond, date } = circumstances
  return `# What rollouts lose

Written by \`npm run rollouts\` on ${date}. Stock Terraform applied each step under a constant load of
${requestsPerSecond} requests per second, on the emulated cloud of \`cloud/\` with its stand-in for the provider, at
${speed} times the speed. The clients resolve the name and keep the address for its TTL. Half of the
requests come on new connections and half on kept ones; one in 19 takes 5 emulated seconds to arrive.
A request is lost when it gets no answer, a cut one, or a 5xx. One that was sent on a kept connection
and met its end before an answer began is sent again, as HTTP clients do, and counts once.

## Lost requests, and the longest time without an answer

${table(measured, lossOf)}

- **immuc**: the default ingress, a load balancer at any number of droplets; a new backend gets no
  traffic before its checks have passed. **up**: the balancer sends it some at once. DigitalOcean does
  not say which it is.
- **reserved IP**: \`scaling.ingress: 'reserved-ip'\`, with one instance behind a reserved IP and several
  behind a balancer. **cut**: moving the address breaks what is open at that instant, which is all
  that is lost then.
- **the talk**: the Terraform that the slides of the talk show (\`rehearsal/talk/main.tf\`), in today's
  syntax. The real provider waits some 20 seconds after it has created a droplet and its address; the
  stand-in does not, so with the real one the talk's single instance has that much longer to boot.

## Seconds from the start of \`terraform apply\` to its end

${table(measured, (rollout) => `${Math.round(rollout.durationMs / 1000)}`)}

Emulated. On a real account a droplet takes 30 to 60 s to be created, a load balancer one to two minutes
once, and Terraform's provider looks at them every few seconds.

The version that answers 500 is refused by immuc's gate after \`app.health.startupSeconds\`; the talk's
Terraform calls that apply complete.
`
}

/** Ours and the talk's. */
export function summary(measured: readonly Measured[]): string {
  const shown = measured.filter(({ setUp }) => ['immuc', 'the talk'].includes(setUp.name))
  return `Lost requests of all that were sent, and the longest time without an answer, under constant load on the
emulated cloud ([all figures](docs/rollouts.md), made by \`npm run rollouts\`):

${table(shown, lossOf)}`
}

function table(measured: readonly Measured[], cell: (rollout: Rollout) => string): string {
  const titles = measured[0]?.rollouts.map(({ title }) => title) ?? []
  const rows = [
    ['rollout', ...measured.map(({ setUp }) => setUp.name)],
    ...titles.map((title, index) => [
      title,
      ...measured.map(({ rollouts }) => {
        const rollout = rollouts[index]
        return rollout ? cell(rollout) : ''
      }),
    ]),
  ]
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  const [head = [], ...rest] = rows
  return [line(head), rule, ...rest.map(line)].join('\n')
}

function lossOf(rollout: Rollout): string {
  const result = figures(rollout)
  const { requests, lost } = result
  return lost === 0 ? `0 of ${requests}` : `${lost} of ${requests}, ${seconds(gapMs(result))} s`
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(1)
