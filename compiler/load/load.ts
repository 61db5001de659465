// A config file → plain data, with the sources it came from and the file it names.
// Besides `write` this is the only step that touches the outside.
import { dirname, extname } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import { bundleDirectly } from './bundle-directly.ts'
import { type Inputs, sourcesOf } from './inputs.ts'
import { readBinary } from './read-binary.ts'
import { readInRealm } from './read-in-realm.ts'
import type { Config } from './read-in-thread.ts'
import type { Sources } from './sources.ts'
import type { Data } from './to-data.ts'

export type Loaded = {
  configPath: string
  sources: Sources
  /** Absent if the config could not be read. */
  data?: Data
  /** Absent if the config had to be read in a thread. */
  bundle?: { code: string; inputs: Inputs }
  /** The bytes of `app.artifact.file`. */
  binary?: Uint8Array
  diagnostics: Diagnostic[]
}

/** `meanwhile` is called when there is time: while esbuild works. */
export async function load(configPath: string, meanwhile = () => {}): Promise<Loaded> {
  const config = await readConfig(configPath, meanwhile)
  if (config.data === undefined) return { configPath, ...config }
  const { binary, diagnostics } = readBinary(config.data, configPath)
  return {
    configPath,
    ...config,
    ...(binary && { binary }),
    diagnostics: [...config.diagnostics, ...diagnostics],
  }
}

async function readConfig(configPath: string, meanwhile: () => void): Promise<QuickConfig> {
  if (extname(configPath) !== '.json') return readModule(configPath, meanwhile)
  const { readJsonConfig } = await import('./read-json-config.ts')
  return readJsonConfig(configPath)
}

/** Most configs can be read quickly; what is wrong with one is found out in a thread. */
const readModule = async (configPath: string, meanwhile: () => void): Promise<QuickConfig> =>
  (await readQuickly(configPath, meanwhile)) ??
  (await import('./read-in-thread.ts')).readInThread(configPath)

type QuickConfig = Config & Pick<Loaded, 'bundle'>

async function readQuickly(
  configPath: string,
  meanwhile: () => void,
): Promise<QuickConfig | undefined> {
  const bundle = await bundleDirectly(configPath, meanwhile)
  if (bundle === undefined) return undefined
  const data = readInRealm(bundle.code, configPath)
  if (data === undefined) return undefined
  const sources = sourcesOf(bundle.inputs, dirname(configPath), bundle.texts)
  return { data, sources, diagnostics: [], bundle }
}
