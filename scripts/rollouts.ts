// Measures the rollouts of every set-up on the emulated cloud and writes what was lost into
// docs/rollouts.md and, in short, into README.md. Takes some ten minutes: `npm run rollouts`.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { compare, type SetUp, setUps } from '../rehearsal/comparison.ts'
import { figures } from '../rehearsal/figures.ts'
import type { Rollout } from '../rehearsal/recording.ts'
import { type Measured, page, summary } from './rollouts-page.ts'

const root = resolve(import.meta.dirname, '..')
const speed = 30
const requestsPerSecond = 50

async function measure(setUp: SetUp): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-compared-'))
  const app = readFileSync(join(root, 'app/dist/app'))
  try {
    const rollouts = await compare(setUp, {
      folder,
      app,
      speed,
      requestsPerSecond,
      onRollout: show,
    })
    return { setUp, rollouts }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function show(rollout: Rollout): void {
  const { requests, lost } = figures(rollout)
  console.log(`${rollout.scenario}, ${rollout.title}: ${lost} of ${requests} lost`)
  if (rollout.tooSlow) console.log(`  ${rollout.tooSlow}`)
}

function replaceBetween(path: string, text: string): void {
  const [start, end] = ['<!-- rollouts -->', '<!-- /rollouts -->']
  const old = readFileSync(path, 'utf8')
  const [before, rest = ''] = old.split(start)
  const after = rest.split(end)[1]
  if (after === undefined) throw new Error(`${path} has no ${start} … ${end}`)
  writeFileSync(path, `${before}${start}\n\n${text}\n\n${end}${after}`)
}

const measured: Measured[] = []
for (const setUp of setUps) measured.push(await measure(setUp))
const circumstances = { speed, requestsPerSecond, date: new Date().toISOString().slice(0, 10) }
writeFileSync(join(root, 'docs/rollouts.md'), page(measured, circumstances))
replaceBetween(join(root, 'README.md'), summary(measured))
