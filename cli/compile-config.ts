// The options of a command → the compiled system, its output folder, and what there is to report.
import { dirname, join, relative, resolve } from 'node:path'
import { type Compiled, compile } from '../compiler/compile.ts'
import { findConfig } from '../compiler/load/find-config.ts'
import { type Loaded, load } from '../compiler/load/load.ts'
import { type Diagnostic, error } from '../compiler/model/diagnostic.ts'
import { targets } from './targets.ts'

export type ConfigOptions = { config?: string | undefined; out?: string | undefined }

export type CompiledConfig = Compiled & { loaded?: Loaded; folder: string }

const defaultFolder = 'infra'

export async function compileConfig(options: ConfigOptions): Promise<CompiledConfig> {
  const found = findConfig(process.cwd(), options.config)
  if (typeof found !== 'string') return { diagnostics: found, folder: '' }
  const folder = outputFolder(found, options.out)
  if (typeof folder !== 'string') return { diagnostics: [folder], folder: '' }
  const loaded = await load(found)
  return { ...compile(loaded, targets), loaded, folder }
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
