// A config as it is and a commit → both sides of a diff, or what is wrong with one of them.
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { type Compiled, compile } from '../compiler/compile.ts'
import { emit } from '../compiler/emit/emit.ts'
import { type Loaded, load } from '../compiler/load/load.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { valueAt } from '../compiler/model/config-path.ts'
import { type Diagnostic, hasErrors } from '../compiler/model/diagnostic.ts'
import { resolve as resolveSystem } from '../compiler/resolve/resolve.ts'
import { complete } from '../compiler/validate/complete.ts'
import type { Emit } from '../diff/causes.ts'
import type { Side } from '../diff/diff.ts'
import type { Read } from '../diff/show/report.ts'
import type { CompleteConfig } from '../schema/complete-config.gen.ts'
import type { CommittedTree } from './committed-tree.ts'
import { targets } from './targets.ts'

export type ReadSide = Read & {
  /** Absent if the config can't be compiled. */
  side?: Side
  diagnostics: readonly Diagnostic[]
  note?: string
}

export async function currentSide(configPath: string): Promise<ReadSide> {
  return sideOf(await load(configPath), process.cwd())
}

/** The file that the config names may be built rather than committed: then today's stands for it. */
export async function committedSide(
  { configPath, folder, within }: CommittedTree,
  current: ReadSide,
): Promise<ReadSide> {
  const loaded = await load(configPath)
  const shown = join(folder, relative(repositoryOf(current, within), process.cwd()))
  const isMissing = loaded.diagnostics.some(({ code }) => code === 'artifact-not-found')
  if (!isMissing) return sideOf(loaded, shown)
  const name = artifactName(loaded.data)
  const binary = today(name, current)
  if (binary === undefined) return sideOf(loaded, shown)
  const diagnostics = loaded.diagnostics.filter(({ code }) => code !== 'artifact-not-found')
  const note = `${name} is not in git, so the file of today stands for the old one as well`
  return { ...(await sideOf({ ...loaded, binary, diagnostics }, shown)), note }
}

const repositoryOf = ({ loaded }: Read, within: string): string =>
  resolve(dirname(loaded.configPath), relative(within, '.'))

function artifactName(data: Data | undefined): string {
  const [file, version] = [valueAt(data, ['app', 'artifact', 'file']), valueAt(data, ['version'])]
  return String(file).replaceAll('{version}', String(version))
}

function today(name: string, { loaded }: Read): Uint8Array | undefined {
  try {
    return readFileSync(resolve(dirname(loaded.configPath), name))
  } catch {
    return loaded.binary
  }
}

async function sideOf(loaded: Loaded, folder: string): Promise<ReadSide> {
  const { diagnostics, output } = await compile(loaded, targets)
  return { loaded, folder, diagnostics, ...(output && { side: side(loaded, output) }) }
}

function side(loaded: Loaded, { system, artifacts }: NonNullable<Compiled['output']>): Side {
  const config = completed(loaded.data ?? null)
  return { config: config as unknown as Data, binary: loaded.binary, system, artifacts }
}

function completed(data: Data): CompleteConfig {
  const config = complete(data)
  if (config === undefined) throw new Error('a config that was compiled is valid')
  return config
}

/** Without the checks: a key that was changed alone may not fit the others. */
export const emitAlone: Emit = (config, binary) =>
  emit(resolveSystem(completed(config), binary), targets)

export const isBroken = ({ diagnostics, side: one }: ReadSide): boolean =>
  one === undefined || hasErrors(diagnostics)
