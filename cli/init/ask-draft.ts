// What is known → the rest of it, asked from a person. An answer that the compiler would refuse is
// asked for again, with what it would say.
import { isIP } from 'node:net'
import type { Paint } from '../../compiler/report/paint.ts'
import { splitDomain } from './domain-name.ts'
import type { ArtifactSource, Draft } from './draft.ts'
import { faultsIn } from './faults-in.ts'
import type { Ask } from './prompt.ts'

export type Question = {
  key: keyof Draft
  /** Words for a prompt. */
  text: string
  option: string
  /** Words for a command line. */
  hint: string
  /** An empty answer is an answer. */
  isOptional: boolean
  parse: (answer: string) => Partial<Draft>
}

export const questions: readonly Question[] = [
  {
    key: 'name',
    text: 'Name of the app',
    option: '--name NAME',
    hint: 'the name of the app',
    isOptional: false,
    parse: (name) => ({ name }),
  },
  {
    key: 'artifact',
    text: 'Where is its executable file (a URL, or a file here)?',
    option: '--artifact URL|FILE',
    hint: "the app's one executable file",
    isOptional: false,
    parse: (answer) => ({ artifact: parseArtifact(answer) }),
  },
  {
    key: 'version',
    text: 'Version, as the release is tagged',
    option: '--version-tag TAG',
    hint: 'the version, as the release is tagged',
    isOptional: false,
    parse: (version) => ({ version }),
  },
  {
    key: 'region',
    text: 'Region of DigitalOcean, such as ams3, nyc3 or sgp1',
    option: '--region SLUG',
    hint: 'the region of DigitalOcean, such as ams3',
    isOptional: false,
    parse: (region) => ({ region }),
  },
  {
    key: 'domain',
    text: 'Domain that clients use, such as app.example.com',
    option: '--domain NAME',
    hint: 'the DNS name that clients use',
    isOptional: true,
    parse: (answer) => (answer === '' ? {} : { domain: splitDomain(answer) }),
  },
  {
    key: 'gateFrom',
    text: 'Addresses that `terraform apply` is run from, such as 203.0.113.7',
    option: '--gate-from RANGES',
    hint: 'the addresses that `terraform apply` is run from',
    isOptional: true,
    parse: (answer) => ({ gateFrom: parseRanges(answer) }),
  },
]

export function parseArtifact(answer: string): ArtifactSource {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(answer)) return { url: answer }
  return { file: /^\.{0,2}\//.test(answer) ? answer : `./${answer}` }
}

/** An address alone is a range of one. */
export const parseRanges = (answer: string): string[] =>
  answer
    .split(/[\s,]+/)
    .filter((range) => range !== '')
    .map((range) => (isIP(range) === 0 ? range : `${range}/${isIP(range) === 4 ? 32 : 128}`))

export async function askFor(
  question: Question,
  proposal: string | undefined,
  ask: Ask,
  { say, paint }: { say: (text: string) => void; paint: Paint },
): Promise<Partial<Draft>> {
  const preset = proposal ?? (question.isOptional ? 'none' : undefined)
  const shown = preset === undefined ? '' : paint.faint(` (${preset})`)
  const given = (await ask(`${paint.good('?')} ${question.text}${shown}: `)).trim()
  const answer = given === '' ? (proposal ?? '') : given
  if (answer === '' && !question.isOptional) return askFor(question, proposal, ask, { say, paint })
  const part = question.parse(answer)
  const [fault] = Object.keys(part).length === 0 ? [] : await faultsIn(part)
  if (fault === undefined) return part
  say(`  ${paint[fault.severity](fault.message)}${fault.help ? `\n  ${fault.help}` : ''}`)
  if (fault.severity === 'warning') say('  Enter takes it all the same.')
  // What is only doubtful may be confirmed.
  if (fault.severity === 'warning' && answer === proposal) return part
  const next = fault.severity === 'warning' ? answer : proposal
  return askFor(question, next, ask, { say, paint })
}
