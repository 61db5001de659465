// The options of a build → the artifacts on disk, with what changed there and what there is to
// report.
import type { Changes } from '../compiler/write/plan-changes.ts'
import { write } from '../compiler/write/write.ts'
import { type CompiledConfig, type ConfigOptions, compileConfig } from './compile-config.ts'
import { uncut } from './uncut.ts'
import { version } from './version.ts'

export type BuildOptions = ConfigOptions & { force: boolean }

export type Built = CompiledConfig & {
  /** Absent if nothing could be written. */
  changes?: Changes
}

export async function buildOnce(options: BuildOptions): Promise<Built> {
  const compiled = await compileConfig(options)
  const { output, folder } = compiled
  if (output === undefined) return compiled
  const { artifacts, inputDigest } = output
  const input = { artifacts, inputDigest, version, force: options.force }
  const { changes, diagnostics } = await uncut(() => write(folder, input))
  return {
    ...compiled,
    diagnostics: [...compiled.diagnostics, ...diagnostics],
    ...(changes && { changes }),
  }
}
