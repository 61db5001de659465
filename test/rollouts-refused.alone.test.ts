// Releases that never get healthy, under load: the apply fails in the time that the health block gives,
// says what is wrong, and the release before has lost nothing. Then the rollback, the fix, the same
// failure again, and one instance of three that fails alone.
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { CloudEvent } from '../cloud/events.ts'
import { type Breakage, breakages } from '../rehearsal/broken-app.ts'
import type { Rollout } from '../rehearsal/recording.ts'
import {
  answering,
  app,
  asExpected,
  goes,
  losesNothing,
  onStand,
  plansNothing,
  quickHealth,
  type Stand,
  starts,
} from './support/rollouts.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('rollouts: refused')

const scale = 30
const needs = [program('terraform'), program('curl')]

const lastAnswers: Record<Breakage, RegExp> = {
  crashes: /last answer: curl: \(\d+\)/,
  'answers-500': /last answer: it answered with status 500/,
  hangs: /last answer: curl: \(28\)/,
  'wrong-port': /last answer: curl: \(\d+\)/,
}

/** Of the gate alone, with room for the processes that it starts on a machine that is busy. */
function failsInTime({ moments, title }: Rollout): void {
  const gate = moments.find(({ subject, what }) => /\.healthy\[/.test(subject) && /fail/.test(what))
  assert.ok(gate?.untilMs, `${title}: the gate failed`)
  const seconds = (gate.untilMs - gate.atMs) / 1000
  const { startupSeconds, timeoutSeconds } = quickHealth
  assert.ok(seconds >= startupSeconds, `${title}: it gave up after ${seconds} s`)
  assert.ok(seconds < startupSeconds + timeoutSeconds + 4 * scale, `${title}: ${seconds} s`)
}

function saysWhy({ refusal = '', title }: Rollout, last: RegExp): void {
  const parts = [
    /shop-default-[0-9a-f]{8}-0 did not pass its health check within 60 s/,
    /URL: +http:\/\/127\.\d+\.\d+\.\d+:8080\/health\/check/,
    last,
    /what served before still serves/,
    /journalctl --unit shop/,
    /git revert, immuc build, terraform apply/,
  ]
  for (const part of parts) assert.match(refusal, part, title)
}

async function isRefused(stand: Stand, breakage: Breakage, again = ''): Promise<Rollout> {
  const to = { release: 'after', instances: 1, breakage } as const
  const rollout = await goes(stand, `a release that ${breakage}${again}`, to, { refused: true })
  asExpected(rollout)
  losesNothing(rollout)
  assert.equal(answering(rollout), [rollout.before.release])
  failsInTime(rollout)
  saysWhy(rollout, lastAnswers[breakage])
  return rollout
}

async function succeeds(stand: Stand, title: string, release: 'before' | 'after') {
  const rollout = await goes(stand, title, { release, instances: 1 })
  asExpected(rollout)
  losesNothing(rollout)
  await plansNothing(stand, title)
  assert.is(stand.cloud.api.state.droplets.length, 1, title)
  return rollout
}

const built = ({ moments }: Rollout) =>
  moments.filter(
    ({ source, subject, what }) =>
      source === 'cloud' && subject.startsWith('droplet') && what === 'created',
  ).length

testWith(test, needs, 'each way to fail is refused, and the rollback builds nothing', () =>
  onStand({ scale }, async (stand) => {
    await starts(stand, { release: 'before', instances: 1 })
    for (const breakage of breakages) {
      await isRefused(stand, breakage)
      const rollback = await succeeds(stand, `the rollback after it ${breakage}`, 'before')
      assert.is(built(rollback), 0, 'the old droplet is still there')
    }
  }),
)

testWith(test, needs, 'the same failure twice, another one, and the fix', () =>
  onStand({ scale, dataPlane: { initialHealth: 'up' } }, async (stand) => {
    await starts(stand, { release: 'before', instances: 1 })
    assert.is(built(await isRefused(stand, 'answers-500')), 1)
    assert.is(built(await isRefused(stand, 'answers-500', ', again')), 0, 'nothing is built anew')
    assert.is(built(await isRefused(stand, 'crashes')), 1)
    await succeeds(stand, 'the fix', 'after')
  }),
)

/** The first machine that starts it never gets healthy; the others do. */
const unlucky = (folder: string): Uint8Array =>
  Buffer.from(`#!/usr/bin/env node
const first = (() => {
  try { require('node:fs').mkdirSync(${JSON.stringify(join(folder, 'taken'))}); return true } catch { return false }
})()
if (first) require('node:http').createServer((_, answer) => answer.writeHead(500).end()).listen(process.env.PORT)
else {
${app.toString('utf8').replace(/^#!.*\n/, '')}
}
`)

testWith(test, needs, 'one of three fails: no old one goes, and no new one serves', () =>
  onStand({ scale, dataPlane: { initialHealth: 'up' } }, async (stand) => {
    await starts(stand, { release: 'before', instances: 3 })
    const { events } = stand.cloud.api
    const removed: string[] = []
    const isRemoval = (event: CloudEvent) => event.kind === 'droplet' && event.what === 'destroyed'
    const off = events.on(
      (event) => isRemoval(event) && removed.push((event as { name: string }).name),
    )
    stand.sources.after = { ...stand.sources.after, binary: unlucky(stand.folder) }
    const to = { release: 'after', instances: 3 } as const
    const rollout = await goes(stand, 'one of three fails', to, { refused: true })
    off()
    asExpected(rollout)
    losesNothing(rollout)
    assert.equal(answering(rollout), [rollout.before.release], 'none of the new ones served')
    assert.equal(removed, [])
    assert.is(stand.cloud.api.state.droplets.length, 6)
    const rollback = await goes(stand, 'the rollback after it', { release: 'before', instances: 3 })
    asExpected(rollback)
    losesNothing(rollback)
    await plansNothing(stand, rollback.title)
    assert.is(stand.cloud.api.state.droplets.length, 3)
  }),
)

test.run()
