// What `npm run rollouts` does, in small: the talk's own Terraform loses requests in the same run, and
// the page says so.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { compare, comparedSteps, setUps } from '../rehearsal/comparison.ts'
import { figures } from '../rehearsal/figures.ts'
import { page, summary } from '../scripts/rollouts-page.ts'
import { app } from './support/rollouts.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('comparison')

testWith(test, [program('terraform'), program('curl')], "the talk's Terraform loses", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-comparison-'))
  try {
    const setUp = setUps.find(({ terraform }) => terraform === 'talk')
    assert.ok(setUp)
    const steps = comparedSteps.filter(({ title }) => title === 'from one instance to three')
    const rollouts = await compare(setUp, {
      ...{ folder, app, steps, speed: 30, requestsPerSecond: 40 },
    })
    const [rollout] = rollouts
    assert.ok(rollout?.wentAsExpected, rollout?.refusal)
    const { requests, lost } = figures(rollout)
    assert.ok(lost > 0, `${lost} of ${requests}`)
    const cell = new RegExp(`from one instance to three +\\| ${lost} of ${requests}, \\d+\\.\\d s`)
    const circumstances = { speed: 30, requestsPerSecond: 40, date: '2026-01-01' }
    assert.match(page([{ setUp, rollouts }], circumstances), cell)
    assert.match(summary([{ setUp, rollouts }]), cell)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test.run()
