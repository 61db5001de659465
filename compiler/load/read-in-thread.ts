// A config file → its data, or what is wrong with it, the long way: esbuild with all that it says of
// the sources, and a thread of its own in which whatever a config does harms nobody.
import { bundleConfig } from './bundle.ts'
import { startConfigThread } from './config-thread.ts'
import { explainOutcome, type Read, type Settled } from './explain-outcome.ts'
import { firstDifference, notDeterministic } from './not-deterministic.ts'
import type { Sources } from './sources.ts'
import type { Job, Outcome } from './worker-messages.ts'

export type Config = Read & { sources: Sources; inputs: readonly string[] }

export async function readInThread(configPath: string): Promise<Config> {
  const thread = startConfigThread()
  try {
    const bundle = await bundleConfig(configPath)
    const { code, sources, inputs, diagnostics } = bundle
    const job = { code, configPath, patienceMs: patienceMs() }
    if (diagnostics.length > 0) return { diagnostics, sources, inputs }
    const outcome = await thread.read(job)
    const settled = outcome.kind === 'doubtful' ? await settle(outcome, job) : outcome
    const read = explainOutcome(await located(settled, job), configPath, bundle)
    const found = [...bundle.warnings, ...read.diagnostics]
    return { ...read, diagnostics: found, sources, inputs }
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
    const diagnostics = path === undefined ? [] : [notDeterministic(path, data, again.data)]
    return { kind: 'read', data, diagnostics }
  } finally {
    await thread.end()
  }
}

/** What is no Error does not know where it was thrown: it is thrown once more to find out. */
async function located(outcome: Settled, job: Job): Promise<Settled> {
  if (!('thrown' in outcome) || outcome.thrown.stack !== '') return outcome
  const thread = startConfigThread()
  try {
    const again = await thread.read({ ...job, notesThrows: true })
    const stack = 'thrown' in again ? again.thrown.stack : ''
    return { ...outcome, thrown: { ...outcome.thrown, stack } }
  } finally {
    await thread.end()
  }
}

const usualPatienceSeconds = 10

function patienceMs(): number {
  const seconds = Number(process.env.IMMUC_CONFIG_SECONDS)
  return 1000 * (seconds > 0 ? Math.min(seconds, 3600) : usualPatienceSeconds)
}

type Doubtful = Extract<Outcome, { kind: 'doubtful' }>
