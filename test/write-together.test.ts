// Builds that write to one folder at the same time: each waits for its turn, and what stays is
// exactly one of their sets.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { acquire } from '../compiler/write/exclusively.ts'
import { stagingName } from '../compiler/write/names.ts'
import { stagedNames } from '../compiler/write/staging.ts'
import { faults, withOutput } from './support/output-folder.ts'
import { root } from './support/root.ts'
import { runFreely } from './support/traced.ts'
import { differingFiles, makeTwoSets, type Tree, tree, withForeign } from './support/two-sets.ts'
import { until } from './support/until.ts'

const test = suite('together')
const made = makeTwoSets()
const { configs, sets } = made
test.after(made.remove)

async function buildTogether(out: string, count: number, wanted: (set: Tree) => Tree) {
  const runs = Array.from({ length: count }, (_, index) =>
    runFreely(['build', '--config', configs[index % 2 ? 'new' : 'old'], '--out', out]),
  )
  for (const { status, stderr } of await Promise.all(runs)) assert.is(status, 0, stderr)
  const found = tree(out)
  const distances = [sets.old, sets.new].map((set) => differingFiles(found, wanted(set)))
  assert.ok(
    distances.some((paths) => paths.length === 0),
    `it is neither set: ${JSON.stringify(distances)}`,
  )
}

test('two builds at once, twenty times in turn', async () => {
  const out = made.output()
  for (let round = 0; round < 20; round++) await buildTogether(out, 2, withForeign)
})

test('two builds at once into a folder that is not there, by two ways', async () => {
  for (let round = 0; round < 3; round++) {
    const real = join(made.folder, `real-${round}`)
    mkdirSync(real)
    symlinkSync(real, `${real}-link`)
    const words = (name: 'old' | 'new', folder: string) =>
      runFreely(['build', '--config', configs[name], '--out', join(folder, 'a/b')])
    const runs = await Promise.all([words('old', real), words('new', `${real}-link`)])
    for (const { status, stderr } of runs) assert.is(status, 0, stderr)
    const found = tree(join(real, 'a/b'))
    const isOne = [sets.old, sets.new].some((set) => differingFiles(found, set).length === 0)
    assert.ok(isOne, 'it is neither set')
  }
})

test('eight builds at once, twice', async () => {
  const out = made.output()
  for (let round = 0; round < 2; round++) await buildTogether(out, 8, withForeign)
})

const busy = 'write-busy: another run of immuc is writing to the same folder'

/** Pretends that time flies, so that patience ends after a few tries. */
async function impatiently(body: () => Promise<void>): Promise<void> {
  const { now } = Date
  let calls = 0
  Date.now = () => now() + 3_000 * calls++
  try {
    await body()
  } finally {
    Date.now = now
  }
}

test('gives up after a while if another run holds the folder, and writes nothing', () =>
  withOutput(async ({ out, build, check, above }) => {
    const release = await acquire(out)
    await impatiently(async () => {
      assert.equal(faults(await build({ a: 'one\n' })), [busy])
      assert.equal(faults(await check({ a: 'one\n' })), [busy])
    })
    assert.equal(readdirSync(out), [stagingName])
    release?.()
    assert.equal(readdirSync(above), [])
    assert.equal(faults(await build({ a: 'one\n' })), [])
    assert.equal(faults(await check({ a: 'one\n' })), [])
  }))

type Claim = { pid: number; start: string; space: string }

/** As left by a run of such a process; without more words, of this one. */
async function claim(out: string, other: Partial<Claim>): Promise<string> {
  const release = await acquire(out)
  const [own = ''] = stagedNames(out)
  release?.()
  const [, , start, space] = own.split('-')
  const named = { pid: process.pid, start, space, ...other }
  const path = join(out, stagingName, `claim-${named.pid}-${named.start}-${named.space}-0`)
  mkdirSync(join(out, stagingName), { recursive: true })
  writeFileSync(path, '')
  return path
}

const claims: Record<string, (out: string) => Promise<unknown>> = {
  'of a process that is gone': (out) => claim(out, { pid: 2 ** 30 }),
  'of a process that is gone, whose number another one has': (out) => claim(out, { start: '1' }),
  'of another container, an old one': async (out) => {
    const minutesAgo = Date.now() / 1000 - 120
    utimesSync(await claim(out, { space: '1' }), minutesAgo, minutesAgo)
  },
}

test('a claim of a process that has ended, which its parent does not care for, is in nobody’s way', () =>
  withOutput(async ({ out, build, files }) => {
    // It ends when its parent is no shell any more: that would have cared for it.
    const child = 'until grep -q sleep /proc/$$/comm; do sleep 0.01; done'
    const parent = spawn('sh', ['-c', `(${child}) & echo $!; exec sleep 60`])
    try {
      const [said] = await once(parent.stdout, 'data')
      const pid = Number(`${said}`)
      const stat = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')
      await until('it has ended', () => stat()[2] === 'Z')
      await claim(out, { pid, start: `${stat()[21]}` })
      assert.equal(faults(await build({ a: 'one\n' })), [])
      assert.equal(files(), { a: 'one\n' })
    } finally {
      parent.kill('SIGKILL')
    }
  }))

for (const [whose, make] of Object.entries(claims)) {
  test(`a claim ${whose} is in nobody’s way`, () =>
    withOutput(async ({ out, build, files }) => {
      await make(out)
      assert.equal(faults(await build({ a: 'one\n' })), [])
      assert.equal(files(), { a: 'one\n' })
    }))
}

const livingClaims: Record<string, (out: string) => Promise<string>> = {
  'of a process that lives': (out) => claim(out, {}),
  'of another container, a new one': (out) => claim(out, { space: '1' }),
}

for (const [whose, make] of Object.entries(livingClaims)) {
  test(`a claim ${whose} stays, and is waited for`, () =>
    withOutput(async ({ out, build }) => {
      const path = await make(out)
      await impatiently(async () => assert.equal(faults(await build({ a: 'one\n' })), [busy]))
      assert.ok(existsSync(path))
      rmSync(path)
      assert.equal(faults(await build({ a: 'one\n' })), [])
    }))
}

test('of many runs only one is in at any time', async () => {
  const out = made.output()
  const program = `
    import { exclusively } from ${JSON.stringify(join(root, 'compiler/write/exclusively.ts'))}
    import { mkdirSync, rmdirSync } from 'node:fs'
    const [, , out] = process.argv
    for (let turn = 0; turn < 40; turn++) {
      const done = await exclusively(out, () => {
        mkdirSync(out + '/alone')
        const end = performance.now() + 2
        while (performance.now() < end) {}
        rmdirSync(out + '/alone')
        return true
      })
      if (!done) throw new Error('it had no turn')
    }`
  const file = join(made.folder, 'many.mts')
  writeFileSync(file, program)
  const runs = Array.from({ length: 4 }, () =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', file, out], { cwd: root }),
  )
  await Promise.all(runs)
  assert.not.ok(existsSync(join(out, stagingName)))
})

test.run()
