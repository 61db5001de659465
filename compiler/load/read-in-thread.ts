// A config file → its data, or what is wrong with it, the long way: esbuild with all that it says of
// the sources, and a thread of its own in which whatever a config does harms nobody.
import { bundleConfig } from './bundle.ts'
import { startConfigThread } from './config-thread.ts'
import { explainOutcome, type Read, type Settled } from './explain-outcome.ts'
import { firstDifference, notDeterministic } from './not-deterministic.ts'
import type { Sources } from './sources.ts'
import type { Job, Outcome } from './worker-messages.ts'

export type Config = Read & { sources: Sources }

export async function readInThread(configPath: string): Promise<Config> {
  const thread = startConfigThread()
  try {
    const bundle = await bundleConfig(configPath)
    const { code, sources, diagnostics } = bundle
    const job = { code, configPath }
    if (diagnostics.length > 0) return { diagnostics, sources }
    const outcome = await thread.read(job)
    const settled = outcome.kind === 'doubtful' ? await settle(outcome, job) : outcome
    return { ...explainOutcome(settled, configPath, bundle), sources }
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
