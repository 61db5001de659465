// Plain data → a config with every default filled in, or every place where it breaks the schema.
import type { CompleteConfig } from '../../schema/complete-config.gen.ts'
import validateSchema from '../../schema/validate-system-config.gen.js'
import type { Data } from '../load/to-data.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { explainFaults } from './explain-faults.ts'

export type Validated =
  | { config: CompleteConfig; diagnostics: Diagnostic[] }
  | { config?: undefined; diagnostics: Diagnostic[] }

export function validate(data: Data): Validated {
  // The validator fills defaults in place; the caller's data stays as it was.
  const config: unknown = structuredClone(data)
  if (validateSchema(config)) return { config: config as CompleteConfig, diagnostics: [] }
  return { diagnostics: explainFaults(validateSchema.errors ?? [], data) }
}
