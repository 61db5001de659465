// A config file → plain data, with the sources it came from and the file it names.
// Besides `write` this is the only step that touches the outside.
import { dirname, extname } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import { digestMany } from './digest-many.ts'
import { filesOf, type Inputs, sourcesOf } from './inputs.ts'
import { readBinary } from './read-binary.ts'
import type { Config } from './read-in-thread.ts'
import { readPlain } from './read-plain.ts'
import type { Seen } from './seen.ts'
import type { Sources } from './sources.ts'
import type { Data } from './to-data.ts'

export type Loaded = {
  configPath: string
  sources: Sources
  /** Every file that the data was made from, also one that is not there. */
  inputs: readonly string[]
  /** Absent if the config could not be read. */
  data?: Data
  /** Absent if the config had to be read in a thread. */
  made?: Made
  /** The bytes of `app.artifact.file`. */
  binary?: Uint8Array
  diagnostics: Diagnostic[]
}

/** What the data was made of. */
export type Made = {
  inputs: Inputs
  /** The bundle, to be run again if the data depends on the environment. */
  code: string
  readsEnvironment: boolean
}

export type LoadOptions = {
  /** What need not be looked at again. */
  seen?: Seen | undefined
  /** Is called when there is time: while esbuild works. */
  meanwhile?: () => void
}

export async function load(configPath: string, options: LoadOptions = {}): Promise<Loaded> {
  const config = await readConfig(configPath, options)
  if (config.data === undefined) return { configPath, ...config }
  const { place, binary, diagnostics } = await readBinary(config.data, configPath)
  await digestMany(binary)
  return {
    configPath,
    ...config,
    inputs: [...config.inputs, ...(place === undefined ? [] : [place])],
    ...(binary && { binary }),
    diagnostics: [...config.diagnostics, ...diagnostics],
  }
}

async function readConfig(configPath: string, options: LoadOptions): Promise<QuickConfig> {
  if (extname(configPath) !== '.json') return readModule(configPath, options)
  const { readJsonConfig } = await import('./read-json-config.ts')
  return readJsonConfig(configPath)
}

/** Most configs can be read quickly; what is wrong with one is found out in a thread. */
const readModule = async (
  configPath: string,
  { seen, meanwhile = () => {} }: LoadOptions,
): Promise<QuickConfig> =>
  readPlain(configPath, seen) ??
  (await readQuickly(configPath, meanwhile)) ??
  (await import('./read-in-thread.ts')).readInThread(configPath)

export type QuickConfig = Config & Pick<Loaded, 'made'>

async function readQuickly(
  configPath: string,
  meanwhile: () => void,
): Promise<QuickConfig | undefined> {
  const { bundleDirectly } = await import('./bundle-directly.ts')
  const bundle = await bundleDirectly(configPath, meanwhile)
  if (bundle === undefined) return undefined
  const { code, inputs, texts } = bundle
  const { readInRealm } = await import('./read-in-realm.ts')
  const read = readInRealm(code, configPath)
  if (read === undefined) return undefined
  const { data, readsEnvironment } = read
  const folder = dirname(configPath)
  return {
    data,
    sources: sourcesOf(inputs, folder, texts),
    inputs: filesOf(inputs, folder),
    diagnostics: [],
    made: { code, inputs, readsEnvironment },
  }
}
