// The data folder that clusters of the emulated cloud are copies of: made once for all clouds of a user,
// made again when something of it is gone, and never half-made.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { scaledClock } from '../cloud/clock.ts'
import { startDataPlane } from '../cloud/data-plane.ts'
import { dataFolders } from '../cloud/database/data-folders.ts'
import { databaseTemplate } from '../cloud/database/template.ts'
import { eventLog } from '../cloud/events.ts'
import { startGuard } from '../cloud/machines/guard.ts'
import { postgres, testWith } from './support/tools.ts'

const test = suite('cloud: the template of databases')

const cacheBefore = process.env.XDG_CACHE_HOME
let folder = ''
const state = () => join(folder, 'databases')
const guard = startGuard()
const template = () => databaseTemplate(state(), guard)
const kept = () => join(folder, 'cache/immuc/postgresql')

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-template-'))
  process.env.XDG_CACHE_HOME = join(folder, 'cache')
})
test.after(guard.close)
test.after.each(() => {
  if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME
  else process.env.XDG_CACHE_HOME = cacheBefore
  rmSync(folder, { recursive: true, force: true })
})

const madeAt = (template: string): number => statSync(join(template, 'data/PG_VERSION')).mtimeMs

testWith(test, [postgres], 'it is made once, also by two that ask at once', async () => {
  const both = await Promise.all([template(), template()])
  const [{ folder: one }, { folder: other }] = both
  assert.is(one, other)
  const made = madeAt(one)
  assert.is((await template()).folder, one)
  assert.is(madeAt(one), made)
  assert.is(readdirSync(kept()).length, 1)
  assert.not.ok(existsSync(state()))
})

testWith(test, [postgres], 'one that lacks a file, or has half of it, is made again', async () => {
  const { folder: made } = await template()
  const version = join(made, 'data/PG_VERSION')
  rmSync(version)
  await template()
  const whole = readFileSync(version, 'utf8')
  writeFileSync(version, '')
  await template()
  assert.is(readFileSync(version, 'utf8'), whole)
})

testWith(test, [postgres], 'what a killed process left half-made is removed', async () => {
  const nobody = 2 ** 30
  const [dead, alive] = [nobody, process.pid].map((pid) => join(kept(), `draft-${pid}-abcdef`))
  for (const draft of [dead, alive]) mkdirSync(`${draft}/data`, { recursive: true })
  await template()
  assert.not.ok(existsSync(`${dead}`))
  assert.ok(existsSync(`${alive}`))
})

testWith(
  test,
  [postgres],
  'one of a PostgreSQL that was replaced is kept for a month',
  async () => {
    const [old, young, cluster] = ['0123456789abcdef', 'fedcba9876543210', 'a-cluster'].map(
      (name) => join(kept(), name),
    ) as [string, string, string]
    for (const path of [old, young, cluster]) mkdirSync(path, { recursive: true })
    const longAgo = Date.now() / 1000 - 31 * 86_400
    for (const path of [old, cluster]) utimesSync(path, longAgo, longAgo)
    await template()
    assert.equal([old, young, cluster].map(existsSync), [false, true, true])
  },
)

testWith(test, [postgres], 'without a cache it is in the folder of the cloud', async () => {
  writeFileSync(join(folder, 'file'), '')
  process.env.XDG_CACHE_HOME = join(folder, 'file')
  const { folder: made } = await template()
  assert.ok(made.startsWith(state()))
  assert.ok(existsSync(join(made, 'data/PG_VERSION')))
})

testWith(
  test,
  [postgres],
  'the first copy may be made ahead; an unused one is removed',
  async () => {
    mkdirSync(join(state(), 'ahead/half'), { recursive: true })
    const folders = dataFolders(state(), guard)
    folders.prepare()
    const places = ['one', 'two'].map((name) => join(state(), name))
    for (const place of places) await folders.put(place)
    for (const place of places) {
      assert.equal(readdirSync(place).sort(), ['data', 'files', 'owner-password'])
    }
    folders.prepare()
    await folders.close()
    assert.equal(readdirSync(state()).sort(), ['one', 'two'])
  },
)

testWith(test, [postgres], 'a database goes on when the template is another one', async () => {
  const cluster = {
    ...{ id: 'kept', name: 'kept', engine: 'pg', version: '17', region: 'ams3', nodes: 1 },
    ...{ size: 'db-s-1vcpu-1gb', storageMib: 10_240, pools: [], trusted: [], trustedAddresses: [] },
    ...{ users: [{ name: 'doadmin', password: 'x' }], databases: ['defaultdb'] },
  }
  const clock = scaledClock({ scale: 100 })
  const start = () =>
    startDataPlane({ clock, events: eventLog(clock), stateFolder: join(folder, 'state') })
  const first = await start()
  const connection = await first.databases.create(cluster)
  await first.close()
  rmSync(kept(), { recursive: true })
  const second = await start()
  await second.restore({
    ...{ machines: [], reservedIps: [], balancers: [] },
    databases: [{ ...cluster, connection }],
  })
  await second.databases.apply({ ...cluster, databases: ['defaultdb', 'more'] })
  assert.is(second.pids().length, 1)
  await second.close()
  clock.stop()
})

test.run()
