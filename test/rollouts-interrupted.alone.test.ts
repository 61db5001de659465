// Applies that are interrupted or killed at random instants, under load, then applied again or rolled
// back: nothing is lost, and no machine stays behind that is not named with the way to remove it.
import { execFile } from 'node:child_process'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
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
  { by, atMs }: { by: 'SIGINT' | 'SIGKILL' | 'SIGKILL to terraform alone'; atMs: number },
): Promise<Rollout> {
  const { clock } = stand.cloud.api
  const title = `${release}, ${by} after ${Math.round(atMs / 1000)} s`
  const strike = (run: TerraformRun) =>
    by === 'SIGKILL to terraform alone' ? run.killAlone() : run.signal(by)
  const onApply = (run: TerraformRun) => void clock.after(atMs, () => strike(run))
  const rollout = await goes(stand, title, { release, instances: 1 }, { onApply })
  losesNothing(rollout)
  return rollout
}

async function mends(stand: Stand, title: string, release: 'before' | 'after'): Promise<number> {
  const rollout = await goes(stand, title, { release, instances: 1 })
  losesNothing(rollout)
  if (await replacesOneThatIsOff(stand, rollout)) return mends(stand, `${title}, replaced`, release)
  asExpected(rollout)
  await plansNothing(stand, title)
  return namesOrphans(stand, title)
}

/** The run that was interrupted had shut it down, and not yet removed it. As it is told, under load. */
async function replacesOneThatIsOff(stand: Stand, { refusal = '' }: Rollout): Promise<boolean> {
  const [, name, replacement] = refusal.match(/(\S+) is there, but off, .+ (-replace=.+)'/s) ?? []
  if (name === undefined || replacement === undefined) return false
  const { droplets } = stand.cloud.api.state
  assert.is(droplets.find((droplet) => droplet.name === name)?.status, 'off')
  const { status, text } = await stand.site.run(
    'apply',
    '-auto-approve',
    replacement.replaceAll("'", ''),
  )
  assert.is(status, 0, text)
  return true
}

/** Those that the cloud has and terraform does not; each is removed as it is told to be. */
async function namesOrphans({ site, cloud }: Stand, title: string): Promise<number> {
  const { text } = await site.run('state', 'pull')
  const orphans = cloud.api.state.droplets.filter(({ id }) => !text.includes(`"id": "${id}"`))
  const { status, stdout } = await findOrphans(site)
  assert.is(status, orphans.length > 0 ? 1 : 0, `${title}: ${stdout}`)
  for (const { id, name } of orphans) {
    assert.match(stdout, `${name} (droplet ${id}) has the tag shop-default`)
    assert.match(stdout, `doctl compute droplet delete ${id}`)
    const command = stdout.match(new RegExp(`^or (curl .*/${id})$`, 'm'))?.[1]
    await inShell(site, command ?? 'false')
  }
  assert.is((await findOrphans(site)).status, 0, title)
  return orphans.length
}

const findOrphans = (site: Stand['site']) => inShell(site, 'sh find-orphans.sh')

function inShell({ folder, cloud }: Stand['site'], command: string) {
  const env = { PATH: process.env.PATH, HOME: folder, ...cloud.environment }
  return new Promise<{ status: number; stdout: string }>((settle) => {
    execFile('sh', ['-c', command], { cwd: folder, env }, (error, stdout, stderr) =>
      settle({ status: error ? Number(error.code) : 0, stdout: stdout + stderr }),
    )
  })
}

/** The machine alone drains for less long than the balancer takes to notice. */
const hasty = { health: { intervalSeconds: 5, unhealthyThreshold: 3, drainSeconds: 5 } }

testWith(test, needs, 'a droplet that terraform was killed while making is named', () =>
  onStand({ scale }, async (stand) => {
    await starts(stand, { release: 'before', instances: 1 })
    const { clock, events, state } = stand.cloud.api
    const onApply = (run: TerraformRun) =>
      void events
        .until(
          ({ at, kind, ...event }) =>
            at > begun && kind === 'droplet' && 'what' in event && event.what === 'created',
        )
        .then(() => clock.after(3_000, () => run.signal('SIGKILL')))
    const begun = clock.now()
    losesNothing(await goes(stand, 'killed', { release: 'after', instances: 1 }, { onApply }))
    assert.is(state.droplets.length, 2)
    assert.is(await mends(stand, 'applied again', 'after'), 1)
    assert.is(state.droplets.length, 1, 'the orphan was removed as it was told')
  }),
)

for (const by of ['SIGINT', 'SIGKILL'] as const) {
  testWith(test, needs, `${by}, then applied again`, () =>
    onStand({ scale }, async (stand) => {
      const random = randoms(seed)
      await starts(stand, { release: 'before', instances: 1 })
      for (const release of ['after', 'before'] as const) {
        const { title } = await interrupted(stand, release, { by, atMs: random() * longestMs })
        await mends(stand, `${title}, applied again`, release)
      }
    }),
  )

  testWith(test, needs, `${by}, then rolled back`, () =>
    onStand({ scale, config: { app: hasty } }, async (stand) => {
      const random = randoms(seed + 1)
      await starts(stand, { release: 'before', instances: 1 })
      for (const atMs of [random() * longestMs, 90_000]) {
        const { title } = await interrupted(stand, 'after', { by, atMs })
        await mends(stand, `${title}, rolled back`, 'before')
      }
    }),
  )
}

testWith(test, needs, 'SIGINT while the old machine is off, then rolled back', () =>
  onStand({ scale }, async (stand) => {
    await starts(stand, { release: 'before', instances: 1 })
    const { events, state } = stand.cloud.api
    const onApply = (run: TerraformRun) =>
      void events
        .until(() => state.droplets.some(({ status }) => status === 'off'))
        .then(() => run.signal('SIGINT'))
    losesNothing(await goes(stand, 'interrupted', { release: 'after', instances: 1 }, { onApply }))
    await mends(stand, 'rolled back', 'before')
  }),
)

testWith(test, needs, 'terraform alone is killed, and its steps go on by themselves', () =>
  onStand({ scale }, async (stand) => {
    const by = 'SIGKILL to terraform alone'
    await starts(stand, { release: 'before', instances: 1 })
    // While the gate waits, and while the balancer's members change.
    for (const atMs of [50_000, 85_000]) {
      const { title } = await interrupted(stand, 'after', { by, atMs })
      await mends(stand, `${title}, applied again`, 'after')
      await mends(stand, `${title}, rolled back`, 'before')
    }
  }),
)

test.run()
