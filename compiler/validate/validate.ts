// Plain data → a config with every default filled in, or every place where it breaks the schema.
// What names these places is loaded late: almost every config is valid.
import type { CompleteConfig } from '../../schema/complete-config.gen.ts'
import type { Data } from '../load/to-data.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { complete } from './complete.ts'

export type Validated =
  | { config: CompleteConfig; diagnostics: Diagnostic[] }
  | { config?: undefined; diagnostics: Diagnostic[] }

export async function validate(data: Data): Promise<Validated> {
  const config = complete(data)
  if (config !== undefined) return { config, diagnostics: [] }
  const { explainFaults } = await import('./explain-faults.ts')
  return { diagnostics: explainFaults(data) }
}
