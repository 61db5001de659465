// A config file → plain data, with the sources it came from and the file it names.
// Besides `write` this is the only step that touches the outside.
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { ConfigPath } from '../model/config-path.ts'
import { type Diagnostic, error, hasErrors } from '../model/diagnostic.ts'
import { canonicalJson } from '../serialize/json.ts'
import { bundleConfig } from './bundle.ts'
import { evaluateConfig } from './evaluate.ts'
import { parseJsonConfig } from './parse-json-config.ts'
import { readBinary } from './read-binary.ts'
import type { Sources } from './sources.ts'
import { type Data, toData } from './to-data.ts'

export type Loaded = {
  configPath: string
  sources: Sources
  data: Data
  /** The bytes of `app.artifact.file`. */
  binary?: Uint8Array
  diagnostics: Diagnostic[]
}

export async function load(configPath: string): Promise<Loaded> {
  const config = await (extname(configPath) === '.json' ? readJson : readModule)(configPath)
  if (hasErrors(config.diagnostics)) return { configPath, ...config }
  const { binary, diagnostics } = readBinary(config.data, configPath)
  return { configPath, ...config, ...(binary && { binary }), diagnostics }
}

type Config = { data: Data; sources: Sources; diagnostics: Diagnostic[] }

async function readJson(configPath: string): Promise<Config> {
  try {
    const text = readFileSync(configPath, 'utf8')
    return { ...parseJsonConfig(configPath, text), sources: new Map([[configPath, text]]) }
  } catch (failure) {
    return failed([unreadable(failure as Error)])
  }
}

async function readModule(configPath: string): Promise<Config> {
  const bundle = await bundleConfig(configPath)
  if (Array.isArray(bundle)) return failed(bundle, new Map([[configPath, sourceText(configPath)]]))
  const values = evaluateConfig(configPath, bundle)
  if (Array.isArray(values)) return failed(values, bundle.sources)
  const { data, diagnostics } = toData(values.first)
  const again = toData(values.second).data
  const drift = diagnostics.length > 0 ? undefined : firstDifference(data, again)
  return {
    data,
    sources: bundle.sources,
    diagnostics: drift === undefined ? diagnostics : [notDeterministic(drift)],
  }
}

const failed = (diagnostics: Diagnostic[], sources: Sources = new Map()): Config => ({
  data: null,
  sources,
  diagnostics,
})

function sourceText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const unreadable = (failure: Error): Diagnostic =>
  error('config-unreadable', [], `the config can't be read: ${failure.message}`)

/** The path of the first value that differs, or undefined if nothing does. */
function firstDifference(a: Data, b: Data, path: ConfigPath = []): ConfigPath | undefined {
  if (canonicalJson(a) === canonicalJson(b)) return undefined
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return path
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))]
  for (const [key, value] of left) {
    const other = right.get(key)
    if (other === undefined) return path
    const difference = firstDifference(value, other, [...path, Array.isArray(a) ? +key : key])
    if (difference !== undefined) return difference
  }
  return path
}

const notDeterministic = (path: ConfigPath): Diagnostic =>
  error('not-deterministic', path, 'the config gives another value each time it is read', {
    label: 'differs between two readings',
    help: 'take out the clock or the random number: equal configs must give equal artifacts',
  })
