// What was given and what was found → a whole draft. A person is asked for the rest; where there is
// none to ask, the answer is what is missing.
import type { Terminal } from '../terminal.ts'
import { askFor, type Question, questions } from './ask-draft.ts'
import type { Draft } from './draft.ts'
import { nearestRegion } from './nearest-region.ts'
import { withPrompt } from './prompt.ts'
import type { Proposal } from './propose.ts'
import { withRuntime } from './with-runtime.ts'

type Parts = Partial<Draft>

export async function fillDraft(
  given: Parts,
  proposal: Proposal,
  takesProposals: boolean,
  terminal: Terminal,
): Promise<Draft | (keyof Draft)[]> {
  const found = foundParts(proposal, given)
  sayFound(found, given, proposal, terminal)
  const isKnown = ({ key }: Question) => given[key] !== undefined || found[key] !== undefined
  const open = questions.filter((question) => !isKnown(question))
  const region = nearestRegion(Intl.DateTimeFormat().resolvedOptions().timeZone)
  const proposals: Parts = { region, version: 'v0.1.0' }
  const canAsk = process.stdin.isTTY === true && !terminal.quiet
  const answers = takesProposals ? proposals : canAsk ? await asked(open, proposals, terminal) : {}
  const parts = { gateFrom: [], packages: [], ...answers, ...found, ...given }
  const missing = questions.filter(({ key, isOptional }) => !isOptional && parts[key] === undefined)
  if (missing.length > 0) return missing.map(({ key }) => key)
  return withRuntime(parts as Draft, proposal)
}

function asked(open: readonly Question[], proposals: Parts, terminal: Terminal): Promise<Parts> {
  if (open.length === 0) return Promise.resolve({})
  return withPrompt(async (ask) => {
    let parts: Parts = {}
    for (const question of open) {
      const proposed = proposals[question.key]
      const text = typeof proposed === 'string' ? proposed : undefined
      parts = { ...parts, ...(await askFor(question, text, ask, terminal)) }
    }
    return parts
  })
}

const foundParts = ({ name, version, artifact, signs }: Proposal, given: Parts): Parts => ({
  ...(name && { name: name.value }),
  ...(version && { version: version.value }),
  ...(artifact && { artifact: artifact.value.source }),
  ...(signs.port !== undefined && given.port === undefined && { port: signs.port }),
  ...(signs.healthPath !== undefined && { healthPath: signs.healthPath }),
})

function sayFound(found: Parts, given: Parts, proposal: Proposal, { say, paint }: Terminal): void {
  const { name, version, artifact } = proposal
  const source =
    found.artifact && ('url' in found.artifact ? found.artifact.url : found.artifact.file)
  const rows = [
    ['name', found.name, name?.from],
    ['version', found.version, version?.from],
    ['artifact', source, artifact?.from],
  ] as const
  for (const [key, value, from] of rows) {
    if (value === undefined || given[key] !== undefined) continue
    say(`  ${key.padEnd(9)} ${value}  ${paint.faint(`(${from})`)}`)
  }
}
