// A config file → plain data, with the sources it came from and the file it names.
// Besides `write` this is the only step that touches the outside.
import { extname } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import { bundleConfig } from './bundle.ts'
import { unreadable } from './bundle-fault.ts'
import { startConfigThread } from './config-thread.ts'
import { explainOutcome, type Read } from './explain-outcome.ts'
import { parseJsonConfig } from './parse-json-config.ts'
import { readBinary } from './read-binary.ts'
import { readText, UnreadableFile, withoutMark } from './read-text.ts'
import { type Sources, sourceOf } from './sources.ts'
import type { Data } from './to-data.ts'

export type Loaded = {
  configPath: string
  sources: Sources
  /** Absent if the config could not be read. */
  data?: Data
  /** The bytes of `app.artifact.file`. */
  binary?: Uint8Array
  diagnostics: Diagnostic[]
}

export async function load(configPath: string): Promise<Loaded> {
  const config = await (extname(configPath) === '.json' ? readJson : readModule)(configPath)
  if (config.data === undefined) return { configPath, ...config }
  const { binary, diagnostics } = readBinary(config.data, configPath)
  return {
    configPath,
    ...config,
    ...(binary && { binary }),
    diagnostics: [...config.diagnostics, ...diagnostics],
  }
}

type Config = Read & { sources: Sources }

async function readJson(configPath: string): Promise<Config> {
  try {
    const text = withoutMark(await readText(configPath))
    const sources = new Map([[configPath, sourceOf(text)]])
    return { ...(await parseJsonConfig(configPath, text)), sources }
  } catch (failure) {
    if (!(failure instanceof UnreadableFile)) throw failure
    return { diagnostics: [unreadable(failure, configPath)], sources: new Map() }
  }
}

async function readModule(configPath: string): Promise<Config> {
  const thread = startConfigThread()
  try {
    const bundle = await bundleConfig(configPath)
    const { code, sources, diagnostics } = bundle
    if (diagnostics.length > 0) return { diagnostics, sources }
    const outcome = await thread.read({ code, configPath })
    return { ...explainOutcome(outcome, configPath, bundle), sources }
  } finally {
    await thread.end()
  }
}
