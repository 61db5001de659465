// `immuc schema`: prints the JSON Schema of the config.

import { json } from '../../compiler/serialize/json.ts'
import systemSchema from '../../schema/system.schema.json' with { type: 'json' }
import { exitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'

export function schema(_options: object, terminal: Terminal): number {
  terminal.data(json(systemSchema))
  return exitCode.fine
}
