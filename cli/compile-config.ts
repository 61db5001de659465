// The options of a command → the compiled system, its output folder, and what there is to report.
import { dirname, join, relative, resolve } from 'node:path'
import type { Compiled } from '../compiler/compile.ts'
import { findConfig } from '../compiler/load/find-config.ts'
import type { Loaded } from '../compiler/load/load.ts'
import type { Seen } from '../compiler/load/seen.ts'
import { type Diagnostic, error } from '../compiler/model/diagnostic.ts'

export type ConfigOptions = { config?: string | undefined; out?: string | undefined }

export type CompiledConfig = Compiled & { loaded?: Loaded; folder: string }

export const defaultFolder = 'infra'

export async function compileConfig(options: ConfigOptions): Promise<CompiledConfig> {
  const place = await findPlace(options)
  return 'diagnostics' in place ? { ...place, folder: '' } : compileAt(place)
}

export type Place = { configPath: string; folder: string; seen?: Seen | undefined }

export async function findPlace({
  config,
  out,
}: ConfigOptions): Promise<Place | { diagnostics: Diagnostic[] }> {
  const configPath = await findConfig(process.cwd(), config)
  if (typeof configPath !== 'string') return { diagnostics: configPath }
  const folder = outputFolder(configPath, out)
  return typeof folder === 'string' ? { configPath, folder } : { diagnostics: [folder] }
}

export async function compileAt({ configPath, folder, seen }: Place): Promise<CompiledConfig> {
  const { load } = await import('../compiler/load/load.ts')
  const loaded = await load(configPath, { seen, meanwhile: () => void import('./compiler.ts') })
  const { compile, targets } = await import('./compiler.ts')
  return { ...(await compile(loaded, targets)), loaded, folder }
}

/** Beside the config; but a config elsewhere never makes us write outside this folder unasked. */
function outputFolder(configPath: string, out: string | undefined): string | Diagnostic {
  if (out !== undefined) return resolve(out)
  const isOutside = relative(process.cwd(), configPath).startsWith('..')
  if (!isOutside) return join(dirname(configPath), defaultFolder)
  return error(
    'out-undecided',
    [],
    'the config lies outside this folder, and no `--out` says where to write',
    {
      help: `add \`--out DIR\`, such as \`--out ${join(relative(process.cwd(), dirname(configPath)), defaultFolder)}\``,
    },
  )
}
