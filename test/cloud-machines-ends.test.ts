// A cloud that is closed, started again or killed: its machines are as they were, or gone.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { scaledClock } from '../cloud/clock.ts'
import { startDataPlane } from '../cloud/data-plane.ts'
import { eventLog } from '../cloud/events.ts'
import { processesIn } from './support/cloud-command.ts'
import { knock, machine, quick, userData, writeArtifacts } from './support/cloud-machine.ts'
import { isAlive } from './support/is-alive.ts'
import { planeProcess } from './support/plane-process.ts'
import { postgres, testWith } from './support/tools.ts'
import { until } from './support/until.ts'

const test = suite('cloud: machines and its end')

test('a cloud that starts again has the same machines at the same addresses', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-machines-'))
  const clock = scaledClock({ scale: 40 })
  const start = () =>
    startDataPlane({ clock, events: eventLog(clock), stateFolder: folder, ...quick })
  const first = await start()
  await first.bake(writeArtifacts(join(folder, 'artifacts')))
  const addresses = await first.machines.create(machine(1))
  await first.close()
  const second = await start()
  const running = { ...machine(1), addresses, running: true }
  const reserved = { ip: addresses.publicIpv4.replace(/^(127\.\d+)\..*/, '$1.128.9'), dropletId: 1 }
  await second.restore({
    machines: [running],
    reservedIps: [reserved],
    balancers: [],
    databases: [],
  })
  for (const address of [addresses.publicIpv4, reserved.ip]) {
    await until('it answers', async () => (await knock(address)) === 'connected')
  }
  const other = await second.machines.create(machine(2))
  assert.is.not(other.publicIpv4, addresses.publicIpv4)
  await second.close()
  clock.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a cloud that is closed in the middle of things leaves nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-machines-'))
  const clock = scaledClock({ scale: 40 })
  const plane = await startDataPlane({
    clock,
    events: eventLog(clock),
    stateFolder: folder,
    ...quick,
  })
  await plane.bake(writeArtifacts(join(folder, 'artifacts')))
  await plane.machines.create(machine(1))
  const under = Promise.allSettled([
    plane.machines.create(machine(2)),
    plane.machines.create(machine(3)),
  ])
  await wait(60)
  await plane.close()
  await under
  assert.equal(plane.pids(), [])
  clock.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('no process survives a cloud that is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-machines-'))
  writeArtifacts(join(folder, 'artifacts'))
  const { child, pids } = await planeProcess(
    folder,
    `await plane.bake(${JSON.stringify(join(folder, 'artifacts'))})
    for (const machine of ${JSON.stringify([machine(1), machine(2, userData('STUBBORN=1'))])}) {
      await plane.machines.create(machine)
      await events.until((event) => event.id === String(machine.id) && event.detail?.line === 'listening')
    }`,
  )
  assert.is(pids.length, 2)
  for (const pid of pids) assert.ok(isAlive(pid))
  child.kill('SIGKILL')
  await until('all of its processes are gone', () => !pids.some(isAlive))
  await until('nothing works for it any more', () => processesIn(folder).length === 0)
  rmSync(folder, { recursive: true, force: true })
})

testWith(test, [postgres], 'nor does what it copies a database with', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-machines-'))
  const [artifacts, slow] = [join(folder, 'artifacts'), join(folder, 'slow')]
  writeArtifacts(artifacts)
  mkdirSync(slow)
  writeFileSync(join(slow, 'cp'), '#!/bin/sh\nsleep 1000\n', { mode: 0o755 })
  const before = process.env.PATH
  process.env.PATH = `${slow}:${before}`
  const { child } = await planeProcess(folder, `await plane.bake(${JSON.stringify(artifacts)})`)
  process.env.PATH = before
  await until('it copies', () => processesIn(folder).some((line) => line.includes('slow/cp')))
  child.kill('SIGKILL')
  await until('nothing works for it any more', () => processesIn(folder).length === 0)
  rmSync(folder, { recursive: true, force: true })
})

test.run()
