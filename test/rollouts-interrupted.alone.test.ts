// Applies that are interrupted or killed at random instants, under load, then applied again or rolled
// back: nothing is lost, and no machine stays behind that is not named.
import { suite } from 'uvu'
import type { Rollout } from '../rehearsal/recording.ts'
import type { TerraformRun } from '../rehearsal/terraform-run.ts'
import {
  asExpected,
  goes,
  losesNothing,
  onStand,
  plansNothing,
  type Stand,
  starts,
} from './support/rollouts.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('rollouts: interrupted')

const scale = 30
const needs = [program('terraform'), program('curl')]
const seed = Number(process.env.IMMUC_SEED ?? Date.now() % 1_000_000)
console.log(`IMMUC_SEED=${seed}`)

/** Between 0 and 1, the same for the same seed. */
function randoms(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}

/** Emulated, as long as such a rollout takes. */
const longestMs = 170_000

async function interrupted(
  stand: Stand,
  release: 'before' | 'after',
  { signal, atMs }: { signal: NodeJS.Signals; atMs: number },
): Promise<Rollout> {
  const { clock } = stand.cloud.api
  const title = `${release}, ${signal} after ${Math.round(atMs / 1000)} s`
  const onApply = (run: TerraformRun) => void clock.after(atMs, () => run.signal(signal))
  const rollout = await goes(stand, title, { release, instances: 1 }, { onApply })
  losesNothing(rollout)
  return rollout
}

async function mends(stand: Stand, title: string, release: 'before' | 'after'): Promise<void> {
  const rollout = await goes(stand, title, { release, instances: 1 })
  asExpected(rollout)
  losesNothing(rollout)
  await plansNothing(stand, title)
}

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  testWith(test, needs, `${signal}, then applied again`, () =>
    onStand({ scale }, async (stand) => {
      const random = randoms(seed)
      await starts(stand, { release: 'before', instances: 1 })
      for (const release of ['after', 'before', 'after'] as const) {
        const { title } = await interrupted(stand, release, { signal, atMs: random() * longestMs })
        await mends(stand, `${title}, applied again`, release)
      }
    }),
  )

  testWith(test, needs, `${signal}, then rolled back`, () =>
    onStand({ scale }, async (stand) => {
      const random = randoms(seed + 1)
      await starts(stand, { release: 'before', instances: 1 })
      for (const atMs of [random() * longestMs, 80_000, 120_000]) {
        const { title } = await interrupted(stand, 'after', { signal, atMs })
        await mends(stand, `${title}, rolled back`, 'before')
      }
    }),
  )
}

test.run()
