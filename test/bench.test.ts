// The benchmark's arithmetic, its table, and how it knows that peers make the same.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Figure, median, medianOfRatios, meets, ratioOf } from '../bench/figure.ts'
import { inTurn } from '../bench/in-turn.ts'
import { excerpt, readKept, textOf } from '../bench/keep.ts'
import { blocksOf, differences } from '../bench/peers/same-terraform.ts'
import { bundled } from '../bench/rows/configs.ts'
import { table } from '../bench/table.ts'
import { root } from './support/root.ts'

const test = suite('bench')

const base: Figure = { what: '`build`', unit: 'ms', ours: [30, 10, 20], theirs: [50, 10, 30] }

test('a median is the middle, or between the two in the middle', () => {
  assert.is(median([3, 1, 2]), 2)
  assert.is(median([4, 1, 2, 10]), 3)
  assert.is(median([7]), 7)
  assert.ok(Number.isNaN(median([])))
})

test('a ratio is one of medians; the median of the ratios of pairs is another', () => {
  assert.is(ratioOf({ ...base, aim: { times: 1 } }), 20 / 30)
  assert.is(ratioOf({ ...base, aim: { rate: 1 } }), 20 / 30)
  assert.is(ratioOf({ ...base, aim: { faster: 1 } }), 1.5)
  assert.is(ratioOf({ ...base, aim: { most: 1 } }), undefined)
  assert.is(medianOfRatios([30, 10, 20], [50, 10, 40]), 0.6)
})

const verdicts: readonly [aim: Figure['aim'], met: boolean][] = [
  [{ times: 0.67 }, true],
  [{ times: 0.66 }, false],
  [{ faster: 1.5 }, true],
  [{ faster: 1.51 }, false],
  [{ rate: 0.66 }, true],
  [{ rate: 0.67 }, false],
  [{ most: 20 }, true],
  [{ most: 19 }, false],
]

for (const [aim, met] of verdicts) {
  test(`an aim is met or missed: ${JSON.stringify(aim)}`, () => {
    assert.is(meets({ ...base, aim } as Figure), met)
  })
}

test('an aim without anything to compare with is missed', () => {
  assert.not(meets({ what: '', unit: 'ms', ours: [1], aim: { times: 2 } }))
})

test('the table names figures, aims and what was missed', () => {
  const figures: Figure[] = [
    { ...base, against: 'node', aim: { times: 0.5 } },
    { ...base, ours: [1500], theirs: [6000], against: 'cdktf', aim: { faster: 3 } },
    { what: 'installed', unit: 'MB', ours: [13.94], aim: { most: 15 } },
    { ...base, unit: 'requests/s', ours: [855], theirs: [900], aim: { rate: 0.9 } },
  ]
  assert.is(
    table(figures),
    `
| what      | immuc          | against |                | ratio        | aim                | runs |
| --------- | -------------- | ------- | -------------- | ------------ | ------------------ | ---- |
| \`build\`   | 20.0 ms        | node    | 30.0 ms        | 0.67 ×       | ≤ 0.5 × **missed** | 3    |
| \`build\`   | 1.50 s         | cdktf   | 6.00 s         | 4.0 × faster | ≥ 3 × faster       | 1    |
| installed | 13.9 MB        |         |                |              | ≤ 15 MB            | 1    |
| \`build\`   | 855 requests/s |         | 900 requests/s | 0.95 ×       | ≥ 0.9 ×            | 1    |
`.trim(),
  )
})

test('all runs take turns, and the first round does not count', async () => {
  const order: string[] = []
  const run = (name: string) => () => order.push(name)
  const samples = await inTurn({ a: run('a'), b: run('b') }, 2)
  assert.equal(order, ['a', 'b', 'a', 'b', 'a', 'b'])
  assert.equal(samples, { a: [3, 5], b: [4, 6] })
})

const machine = { processors: 2, gigabytes: 8, node: 'v20', kernel: 'linux 6' }

test('what is kept can be read again, with every run', () => {
  const kept = { date: '2026-01-01', machine, figures: [{ ...base, aim: { times: 1 } }] }
  const read = JSON.parse(textOf(kept))
  assert.equal(read.machine, machine)
  assert.equal(read.figures[0].ours, [30, 10, 20])
  assert.is(read.figures[0].ratio, 0.666667)
  assert.match(excerpt([read, read]), /\nMedians, on 2 processors, 8 GiB, Node v20, linux 6\.$/)
})

test("the README's table is the one of the results", () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  const shown = /<!-- bench -->\n([\s\S]*?)<!-- \/bench -->/.exec(readme)?.[1]
  assert.is(shown?.trim(), excerpt(readKept()))
})

const vpc = (name: string, comment = {}) => ({
  resource: { digitalocean_vpc: { app: { ...comment, name, region: 'ams3' } } },
})
const image = (name: string) => ({ locals: { image_name: name, size: 's' } })

test('the program of many configs builds, and compiles as many as it is told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-bench-test-'))
  try {
    const made = join(folder, 'made')
    const printed = execFileSync(process.execPath, [bundled(folder), '2', made], {
      encoding: 'utf8',
    })
    assert.ok(Number(printed) > 0, printed)
    assert.equal(readdirSync(made).sort(), ['app', 'app1'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('two sets of blocks differ where a block does, or is missing', () => {
  const ours = blocksOf([vpc('a', { '//': 'ours' }), image('app-v1.0.0-8d23878a8c14')])
  assert.equal(differences(ours, blocksOf([{ ...image('app-v2'), ...vpc('a') }])), [])
  assert.equal(differences(ours, blocksOf([vpc('b'), image('app-v1')])), [
    'resource.digitalocean_vpc.app',
  ])
  assert.equal(differences(ours, blocksOf([vpc('a'), image('web-v1')])), ['locals.image_name'])
  assert.equal(differences(ours, blocksOf([vpc('a')])), ['locals.image_name', 'locals.size'])
  assert.equal(differences(blocksOf([vpc('a')]), ours), ['locals.image_name', 'locals.size'])
})

test.run()
