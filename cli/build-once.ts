// The options of a build → the artifacts on disk, with what changed there and what there is to
// report.
import type { Loaded } from '../compiler/load/load.ts'
import type { Diagnostic } from '../compiler/model/diagnostic.ts'
import type { System } from '../compiler/model/system.ts'
import { lockPath } from '../compiler/write/names.ts'
import type { Changes } from '../compiler/write/plan-changes.ts'
import { buildMemory } from './build-memory.ts'
import {
  type CompiledConfig,
  type ConfigOptions,
  compileAt,
  findPlace,
  type Place,
} from './compile-config.ts'
import { type Step, withProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { uncut } from './uncut.ts'
import { version } from './version.ts'

export type BuildOptions = ConfigOptions & { force: boolean }

export type Built = {
  folder: string
  /** Absent if the config was not read. */
  loaded?: Loaded
  system?: System
  /** Absent if nothing could be written. */
  changes?: ShownChanges
  diagnostics: readonly Diagnostic[]
}

export type ShownChanges = Pick<Changes, 'write' | 'unchanged' | 'remove'>

/** Without looking at the config if it is known that there is nothing to do. */
export async function buildUnlessDone(options: BuildOptions, terminal: Terminal): Promise<Built> {
  const place = await findPlace(options)
  if ('diagnostics' in place) return { ...place, folder: '' }
  const { folder } = place
  const memory = await buildMemory(place.configPath, folder)
  if (memory.unchanged) {
    return {
      folder,
      changes: { write: [], unchanged: memory.unchanged, remove: [] },
      diagnostics: [],
    }
  }
  const { compiled, written } = await compileAndWrite(
    { ...place, seen: memory.seen },
    options,
    terminal,
  )
  const { output, loaded } = compiled
  const { changes, diagnostics } = written
  if (loaded && output && changes && diagnostics.length === 0 && isNothing(changes)) {
    memory.keep(loaded, [...output.artifacts, { path: lockPath, content: changes.lock.final }])
  }
  if (changes && changes.write.length > 0) {
    const { keepCompiledCode } = await import('./compiled-code.ts')
    keepCompiledCode()
  }
  return built(compiled, written)
}

export async function buildOnce(options: BuildOptions, terminal: Terminal): Promise<Built> {
  const place = await findPlace(options)
  if ('diagnostics' in place) return { ...place, folder: '' }
  const { compiled, written } = await compileAndWrite(place, options, terminal)
  return built(compiled, written)
}

type Written = { changes?: Changes; diagnostics: readonly Diagnostic[] }

const compileAndWrite = (place: Place, { force }: BuildOptions, terminal: Terminal) =>
  withProgress(terminal, async (step: Step) => {
    step('reading the config')
    const compiled = await compileAt(place)
    step('writing the artifacts')
    return { compiled, written: await writeOutput(compiled, force) }
  })

async function writeOutput(compiled: CompiledConfig, force: boolean): Promise<Written> {
  const { output, folder, diagnostics: found } = compiled
  if (output === undefined) return { diagnostics: found }
  const { write } = await import('./compiler.ts')
  const { changes, diagnostics } = await uncut(() => write(folder, { ...output, version, force }))
  return { diagnostics: [...found, ...diagnostics], ...(changes && { changes }) }
}

const built = ({ folder, loaded, output }: CompiledConfig, written: Written): Built => ({
  folder,
  ...(loaded && { loaded }),
  ...(output && { system: output.system }),
  ...written,
})

const isNothing = ({ write, remove }: Changes): boolean => write.length + remove.length === 0
