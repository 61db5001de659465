// Emulated machines that boot an image, restart its program, stop it and lose it, as seen from outside
// and in the events.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  ask,
  booted,
  knock,
  lineOf,
  machine,
  of,
  userData,
  withCloud,
} from './support/cloud-machine.ts'
import { isAlive } from './support/is-alive.ts'
import { until } from './support/until.ts'

const test = suite('cloud: machines')

test('a machine boots its image, and its program gets what unit and user-data say', () =>
  withCloud(async (cloud) => {
    const { plane, events } = cloud
    const { publicIpv4: address } = await plane.machines.create(machine(1))
    assert.is(await knock(address, 50), 'silence', 'nobody answers while it boots')
    await events.until(lineOf(1, 'listening'))
    await until('it answers', async () => (await knock(address)) === 'connected')
    const { pid, args, env, cwd } = JSON.parse(await ask(address))
    const root = join(plane.machine(1)?.folder ?? '', 'root')
    assert.equal(args, ['a b', 'hello  world', join(root, 'opt/app/app')])
    assert.is(cwd, join(root, 'opt/app'))
    assert.is(env.HOME, join(root, 'var/lib/app'))
    assert.is(env.GREETING, 'hello  world')
    assert.is(env.DRAIN_SECONDS, '1', 'it follows the clock')
    assert.is.not(env.PORT, '8080')
    assert.is(env.npm_config_user_agent ?? env.TMPDIR, undefined, 'nothing of the cloud leaks in')
    assert.equal(plane.pids(), [pid])
    const conf = join(root, 'opt/app/conf.env')
    assert.is(readFileSync(conf, 'utf8').trim(), 'GREETING="hello  world"')
    const event = await events.until(of(1, 'booted'))
    assert.match(JSON.stringify(event), '"ignored":["DynamicUser"]')
    const second = await booted(cloud, 2)
    assert.is.not(second, address)
    assert.match(plane.machine(1)?.log.read() ?? '', 'listening\n')
  }))

test('broken user-data: it boots all the same, and says so', () =>
  withCloud(async ({ plane, events }) => {
    const { publicIpv4 } = await plane.machines.create(machine(1, '#cloud-config\n[}'))
    assert.match(JSON.stringify(await events.until(of(1, 'cloud-init'))), 'user-data is not YAML')
    assert.match(JSON.stringify(await events.until(of(1, 'unit-skipped'))), '/opt/app/conf.env')
    assert.is(await knock(publicIpv4), 'ECONNREFUSED')
    assert.equal(plane.pids(), [])
  }))

test('a program that ends is started again, and refused meanwhile', () =>
  withCloud(async (cloud) => {
    const address = await booted(cloud, 1)
    const before = JSON.parse(await ask(address)).pid
    await ask(address, '/crash').catch(() => {})
    await cloud.events.until(of(1, 'unit-restarts'))
    await until('it is another one', async () => {
      const text = await ask(address).catch(() => '{}')
      return (JSON.parse(text).pid ?? before) !== before
    })
    await ask(address, '/deaf')
    await until('it refuses', async () => (await knock(address)) === 'ECONNREFUSED')
  }))

test('a shutdown lets requests finish, and kills what does not stop', () =>
  withCloud(async (cloud) => {
    const { plane, events } = cloud
    const address = await booted(cloud, 1)
    const slow = ask(address, '/slow')
    await wait(100)
    await plane.machines.shutdown(machine(1))
    assert.is(await slow, 'slow')
    assert.ok(events.list.some(lineOf(1, 'asked to stop')))
    assert.not.ok(events.list.some(of(1, 'unit-killed')))
    assert.is(await knock(address, 100), 'silence', 'a machine that is off does not refuse')
    await plane.machines.powerOn(machine(1))
    await until('it is back', async () => (await knock(address)) === 'connected')
    assert.is(events.list.filter(of(1, 'cloud-init')).length, 1)
    await booted(cloud, 2, userData('STUBBORN=1'))
    await plane.machines.shutdown(machine(2))
    assert.ok(events.list.some(of(2, 'unit-killed')))
  }))

test('without power everything ends at once, and peers see silence', () =>
  withCloud(async (cloud) => {
    const { plane } = cloud
    const address = await booted(cloud, 1)
    const child = Number(await ask(address, '/child'))
    assert.ok(isAlive(child))
    const open = connect({ host: address, port: 8080 })
    open.write('GET /hang HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((settle) => open.once('data', settle))
    let isOver = false
    for (const name of ['end', 'close', 'error']) open.once(name, () => (isOver = true))
    await plane.machines.powerOff(machine(1))
    await until('its processes are gone', () => !isAlive(child))
    await wait(200)
    assert.not.ok(isOver, 'no end and no reset comes from a machine without power')
    open.destroy()
  }))

test('as an option, peers of a machine without power are reset', () =>
  withCloud(
    async (cloud) => {
      const address = await booted(cloud, 1)
      const outcome = fetch(`http://${address}:8080/slow`).then(
        () => 'answered',
        (error) => error.cause.code,
      )
      await wait(100)
      await cloud.plane.machines.powerOff(machine(1))
      assert.is(await outcome, 'ECONNRESET')
    },
    { powerLoss: 'reset' },
  ))

test.run()
