// The options of a build → the artifacts on disk, with what changed there and what there is to
// report.
import type { Changes } from '../compiler/write/plan-changes.ts'
import { write } from '../compiler/write/write.ts'
import { type CompiledConfig, type ConfigOptions, compileConfig } from './compile-config.ts'
import { withProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { uncut } from './uncut.ts'
import { version } from './version.ts'

export type BuildOptions = ConfigOptions & { force: boolean }

export type Built = CompiledConfig & {
  /** Absent if nothing could be written. */
  changes?: Changes
}

export const buildOnce = (options: BuildOptions, terminal: Terminal): Promise<Built> =>
  withProgress(terminal, async (step) => {
    step('reading the config')
    const compiled = await compileConfig(options)
    step('writing the artifacts')
    return { ...compiled, ...(await written(compiled, options)) }
  })

async function written(
  { output, folder, diagnostics: found }: CompiledConfig,
  { force }: BuildOptions,
): Promise<Pick<Built, 'changes' | 'diagnostics'>> {
  if (output === undefined) return { diagnostics: found }
  const { artifacts, inputDigest } = output
  const input = { artifacts, inputDigest, version, force }
  const { changes, diagnostics } = await uncut(() => write(folder, input))
  return { diagnostics: [...found, ...diagnostics], ...(changes && { changes }) }
}
