// What the thread that runs a config says of it → its data, or why there is none.
import { dirname, sep } from 'node:path'
import { type Diagnostic, error, type Related } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import type { Bundle } from './bundle.ts'
import { noDefaultExport } from './no-default-export.ts'
import { type StackOrigin, stackOrigin } from './stack-origin.ts'
import { helpForThrown } from './thrown-help.ts'
import type { Data } from './to-data.ts'
import type { Outcome, Thrown } from './worker-messages.ts'

/** Without data there is nothing to go on with. */
export type Read = { data?: Data; diagnostics: Diagnostic[] }

export type Settled = Exclude<Outcome, { kind: 'doubtful' }>

export function explainOutcome(outcome: Settled, configPath: string, bundle: Bundle): Read {
  const placeOf = (stack: string) => stackOrigin(stack, configPath, bundle)
  const wordsOf = (said: string) =>
    shown(said.replaceAll(dirname(configPath) + sep, ''), longestSaid)
  switch (outcome.kind) {
    case 'read':
      return outcome
    case 'no-default':
      return { diagnostics: [noDefaultExport(configPath, bundle.sources)] }
    case 'exited':
      return { diagnostics: [exits(placeOf(outcome.stack))] }
    case 'endless':
      return { diagnostics: [endless(outcome.patienceMs, placeOf(outcome.stack))] }
    default:
      return { diagnostics: [thrown(outcome.kind, outcome.thrown, { placeOf, wordsOf })] }
  }
}

const longestSaid = 200

const messages = {
  threw: (said: string) => `the config throws ${said}`,
  rejected: (said: string) => `the config starts something that fails later with ${said}`,
}

type Look = {
  placeOf: (stack: string) => StackOrigin | undefined
  wordsOf: (said: string) => string
}

function thrown(
  kind: keyof typeof messages,
  { said, stack, cause }: Thrown,
  { placeOf, wordsOf }: Look,
): Diagnostic {
  const place = placeOf(stack)
  const help = helpForThrown(said) ?? (cause && helpForThrown(cause.said))
  const code = /\bspawnSync\b.*\bETIMEDOUT$/.test(said) ? 'config-timeout' : 'config-throws'
  return error(code, [], messages[kind](wordsOf(said)), {
    ...(place && { span: place.span, label: labelAt(place) }),
    ...(cause && { cause: wordsOf(cause.said), ...causeAt(placeOf(cause.stack), place) }),
    ...(help && { help }),
  })
}

const labelAt = ({ isInnermost }: StackOrigin): string =>
  isInnermost ? 'thrown here' : 'thrown by what is called here'

/** Where the cause was thrown, unless that is the same place. */
function causeAt(
  cause: StackOrigin | undefined,
  place: StackOrigin | undefined,
): { related?: Related[] } {
  if (cause === undefined || place === undefined) return {}
  const isSame = cause.span.file === place.span.file && cause.span.line === place.span.line
  return isSame ? {} : { related: [{ span: cause.span, label: 'because of this' }] }
}

const exits = (place: StackOrigin | undefined): Diagnostic =>
  error('config-exits', [], 'the config ends the process that reads it', {
    ...(place && { span: place.span, label: 'ends here' }),
    help: 'throw an Error instead, so that immuc can report it',
  })

const endless = (patienceMs: number, place: StackOrigin | undefined): Diagnostic =>
  error('config-timeout', [], `the config was still running after ${patienceMs / 1000} s`, {
    ...(place && { span: place.span, label: 'it was here' }),
    help: 'look for a loop without an end; if it needs more time, set `IMMUC_CONFIG_SECONDS=60`',
  })
