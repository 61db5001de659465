// Builds that write to one folder at the same time: each waits for its turn, and what stays is
// exactly one of their sets.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { basename, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { socketName } from '../compiler/write/exclusively.ts'
import { faults, withOutput } from './support/output-folder.ts'
import { runFreely } from './support/traced.ts'
import { differingFiles, makeTwoSets, type Tree, tree, withForeign } from './support/two-sets.ts'

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
    const holder = await hold(out)
    await impatiently(async () => {
      assert.equal(faults(await build({ a: 'one\n' })), [busy])
      assert.equal(faults(await check({ a: 'one\n' })), [busy])
    })
    assert.equal(readdirSync(above), [])
    holder.close()
    await once(holder, 'close')
    assert.equal(faults(await build({ a: 'one\n' })), [])
  }))

/** As a run that writes there would. */
async function hold(out: string): Promise<Server> {
  const holder = createServer().listen(socketName(out))
  await once(holder, 'listening')
  return holder
}

/** As on a system whose sockets are files. */
async function withSocketFiles(folder: string, body: () => Promise<void>): Promise<void> {
  const { platform } = process
  const { TMPDIR } = process.env
  Object.defineProperty(process, 'platform', { value: 'darwin' })
  process.env.TMPDIR = folder
  try {
    await body()
  } finally {
    Object.defineProperty(process, 'platform', { value: platform })
    if (TMPDIR === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = TMPDIR
  }
}

test('where sockets are files, that of a killed run is in nobody’s way', () =>
  withOutput(async ({ above, out, build, files }) => {
    await withSocketFiles(above, async () => {
      const socket = socketName(out)
      const dies =
        'require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, 9))'
      await once(spawn(process.execPath, ['-e', dies, socket], { stdio: 'ignore' }), 'exit')
      assert.equal(readdirSync(above), [basename(socket)])
      assert.equal(faults(await build({ a: 'one\n' })), [])
      assert.equal(files(), { a: 'one\n' })
      assert.equal(readdirSync(above), ['infra'])
    })
  }))

test('where sockets are files, a living run keeps its own', () =>
  withOutput(async ({ above, out, build }) => {
    await withSocketFiles(above, async () => {
      const holder = await hold(out)
      await impatiently(async () => assert.equal(faults(await build({ a: 'one\n' })), [busy]))
      holder.close()
    })
  }))

test.run()
