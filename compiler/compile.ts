// The compiler, as one line: load → validate → resolve → check → emit.
// A phase that finds errors stops the next one, unless there is data to go on with; warnings travel
// along.

import { check } from './check/check.ts'
import { sha256 } from './emit/digest.ts'
import { emit } from './emit/emit.ts'
import type { Data } from './load/to-data.ts'
import type { Artifact } from './model/artifact.ts'
import { type Diagnostic, followedBy, hasErrors } from './model/diagnostic.ts'
import type { System } from './model/system.ts'
import type { Targets } from './model/target.ts'
import { resolve } from './resolve/resolve.ts'
import { canonicalJson } from './serialize/json.ts'
import { validate } from './validate/validate.ts'

export type Input = { data?: Data; binary?: Uint8Array; diagnostics: readonly Diagnostic[] }

export type Compiled = {
  diagnostics: readonly Diagnostic[]
  /** Absent if an error stopped the compiler. */
  output?: { system: System; artifacts: readonly Artifact[]; inputDigest: string }
}

export async function compile(loaded: Input, targets: Targets): Promise<Compiled> {
  if (loaded.data === undefined) return { diagnostics: loaded.diagnostics }

  const validated = await validate(loaded.data)
  if (validated.config === undefined) {
    return { diagnostics: followedBy(loaded.diagnostics, validated.diagnostics) }
  }

  const system = resolve(validated.config, loaded.binary)
  const diagnostics = followedBy(loaded.diagnostics, check(validated.config, system))
  if (hasErrors(diagnostics)) return { diagnostics }

  const artifacts = emit(system, targets)
  return { diagnostics, output: { system, artifacts, inputDigest: digestOf(loaded) } }
}

function digestOf({ data, binary }: Input): string {
  return sha256(canonicalJson({ data, binary: binary === undefined ? null : sha256(binary) }))
}
