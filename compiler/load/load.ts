// A config file → plain data, with the sources it came from and the file it names.
// Besides `write` this is the only step that touches the outside.
import { extname } from 'node:path'
import type { Diagnostic } from '../model/diagnostic.ts'
import { bundleConfig } from './bundle.ts'
import { unreadable } from './bundle-fault.ts'
import { startConfigThread } from './config-thread.ts'
import { explainOutcome, type Read, type Settled } from './explain-outcome.ts'
import { firstDifference, notDeterministic } from './not-deterministic.ts'
import { parseJsonConfig } from './parse-json-config.ts'
import { readBinary } from './read-binary.ts'
import { readText, UnreadableFile, withoutMark } from './read-text.ts'
import { type Sources, sourceOf } from './sources.ts'
import type { Data } from './to-data.ts'
import type { Job, Outcome } from './worker-messages.ts'

export type Loaded = {
  configPath: string
  sources: Sources
  /** Every file that the data was made from, also one that is not there. */
  inputs: readonly string[]
  /** Absent if the config could not be read. */
  data?: Data
  /** The bytes of `app.artifact.file`. */
  binary?: Uint8Array
  diagnostics: Diagnostic[]
}

export async function load(configPath: string): Promise<Loaded> {
  const config = await (extname(configPath) === '.json' ? readJson : readModule)(configPath)
  if (config.data === undefined) return { configPath, ...config }
  const { place, binary, diagnostics } = readBinary(config.data, configPath)
  return {
    configPath,
    ...config,
    inputs: [...config.inputs, ...(place === undefined ? [] : [place])],
    ...(binary && { binary }),
    diagnostics: [...config.diagnostics, ...diagnostics],
  }
}

type Config = Read & Pick<Loaded, 'sources' | 'inputs'>

async function readJson(configPath: string): Promise<Config> {
  try {
    const text = withoutMark(await readText(configPath))
    const sources = new Map([[configPath, sourceOf(text)]])
    return { ...(await parseJsonConfig(configPath, text)), sources, inputs: [configPath] }
  } catch (failure) {
    if (!(failure instanceof UnreadableFile)) throw failure
    return {
      diagnostics: [unreadable(failure, configPath)],
      sources: new Map(),
      inputs: [configPath],
    }
  }
}

async function readModule(configPath: string): Promise<Config> {
  const thread = startConfigThread()
  try {
    const bundle = await bundleConfig(configPath)
    const { code, sources, inputs, diagnostics } = bundle
    const job = { code, configPath }
    if (diagnostics.length > 0) return { diagnostics, sources, inputs }
    const outcome = await thread.read(job)
    const settled = outcome.kind === 'doubtful' ? await settle(outcome, job) : outcome
    return { ...explainOutcome(settled, configPath, bundle), sources, inputs }
  } finally {
    await thread.end()
  }
}

/** A thread that nothing was left behind in tells whether the config is to blame. */
async function settle({ data, drawn }: Doubtful, job: Job): Promise<Settled> {
  const thread = startConfigThread()
  try {
    const again = (await thread.read({ ...job, drawn })) as Settled
    if (again.kind !== 'read') return again
    const path = firstDifference(data, again.data)
    const diagnostics = path === undefined ? [] : [notDeterministic(path)]
    return { kind: 'read', data, diagnostics }
  } finally {
    await thread.end()
  }
}

type Doubtful = Extract<Outcome, { kind: 'doubtful' }>
