// What the thread that runs a config says of it → its data, or why there is none.
import { dirname, sep } from 'node:path'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import type { Bundle } from './bundle.ts'
import { noDefaultExport } from './no-default-export.ts'
import { stackOrigin } from './stack-origin.ts'
import type { Data } from './to-data.ts'
import type { Outcome } from './worker-messages.ts'

/** Without data there is nothing to go on with. */
export type Read = { data?: Data; diagnostics: Diagnostic[] }

export function explainOutcome(outcome: Settled, configPath: string, bundle: Bundle): Read {
  switch (outcome.kind) {
    case 'read':
      return outcome
    case 'no-default':
      return { diagnostics: [noDefaultExport(configPath, bundle.sources)] }
    case 'exited':
      return { diagnostics: [exits(placeOf(outcome.stack))] }
    default: {
      const { stack } = outcome.thrown
      const said = outcome.thrown.said.replaceAll(dirname(configPath) + sep, '')
      const message = messages[outcome.kind](shown(said, longestSaid))
      return { diagnostics: [error('config-throws', [], message, thrown(placeOf(stack)))] }
    }
  }

  function placeOf(stack: string): Place {
    const span = stackOrigin(stack, configPath, bundle)
    return span === undefined ? {} : { span }
  }
}

export type Settled = Exclude<Outcome, { kind: 'doubtful' }>

type Place = Pick<Diagnostic, 'span'>

const longestSaid = 200

const messages = {
  threw: (said: string) => `the config throws ${said}`,
  rejected: (said: string) => `the config starts something that fails later with ${said}`,
}

const thrown = (place: Place) => (place.span ? { ...place, label: 'thrown here' } : {})

const exits = (place: Place): Diagnostic =>
  error('config-exits', [], 'the config ends the process that reads it', {
    ...(place.span && { ...place, label: 'ends here' }),
    help: 'throw an Error instead, so that immuc can report it',
  })
