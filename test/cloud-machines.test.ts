// A small program baked into an image -> emulated machines that boot it, restart it, stop it and lose
// it, as seen from outside and in the events; and nothing of them outlives the cloud.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Delays } from '../cloud/api/delays.ts'
import { withApi } from '../cloud/api/with-api.ts'
import type { Machine } from '../cloud/backend.ts'
import { type Clock, scaledClock } from '../cloud/clock.ts'
import {
  type DataPlane,
  type DataPlaneOptions,
  dataPlaneOn,
  startDataPlane,
} from '../cloud/data-plane.ts'
import { type CloudEvent, type EventLog, eventLog } from '../cloud/events.ts'
import { claimGround } from '../cloud/network/ground.ts'
import { isAlive } from './support/is-alive.ts'
import { root as repository } from './support/root.ts'
import { until } from './support/until.ts'

const test = suite('cloud: machines')

const program = `#!/usr/bin/env node
const { createServer } = require('node:http')
const { spawn } = require('node:child_process')
const server = createServer((request, response) => {
  const path = request.url
  if (path === '/crash') process.exit(3)
  if (path === '/deaf') return server.close(), response.end('deaf')
  if (path === '/hang') return void response.write('begun')
  if (path === '/slow') return void setTimeout(() => response.end('slow'), 400)
  if (path === '/child') return response.end(String(spawn('sleep', ['1000']).pid))
  response.setHeader('Connection', 'close')
  response.end(JSON.stringify({ pid: process.pid, args: process.argv.slice(2), env: process.env, cwd: process.cwd() }))
})
process.on('SIGTERM', () => {
  console.error('asked to stop')
  if (process.env.STUBBORN) return
  server.close(() => process.exit(0))
  setTimeout(() => server.closeIdleConnections(), 50)
})
server.listen(process.env.PORT, () => console.log('listening'))
`

const unit = `[Unit]
ConditionPathExists=/opt/app/conf.env
[Service]
ExecStart=/opt/app/app "a b" \${GREETING} /opt/app/app
WorkingDirectory=/opt/app
StateDirectory=app
Environment=PORT=8080 DRAIN_SECONDS=40
Environment=HOME=%S/app
EnvironmentFile=/opt/app/conf.env
Restart=always
RestartSec=2
KillMode=mixed
TimeoutStopSec=20
DynamicUser=yes
[Install]
WantedBy=multi-user.target
`

const playbook = `- hosts: all
  tasks:
    - ansible.builtin.copy: { src: app, dest: /opt/app/app, mode: "0755" }
    - ansible.builtin.copy: { src: app.service, dest: /etc/systemd/system/app.service }
    - ansible.builtin.systemd: { name: app, enabled: true }
`

const packer = {
  source: { digitalocean: { app: { snapshot_name: 'app-v1' } } },
  build: {
    provisioner: { ansible: { playbook_file: '${path.root}/../ansible/playbook.yml' } },
  },
}

function writeArtifacts(folder: string): string {
  const files = { 'ansible/files/app': program, 'ansible/files/app.service': unit }
  const rest = { 'ansible/playbook.yml': playbook, 'packer/image.pkr.json': JSON.stringify(packer) }
  for (const [path, text] of Object.entries({ ...files, ...rest })) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

const userData = (environment = '') =>
  `#cloud-config
write_files:
  - path: /opt/app/conf.env
    permissions: "0600"
    content: |
      GREETING="hello  world"
      ${environment}
`

const machine = (id: number, data = userData()): Machine => ({
  ...{ id, name: `app-${id}`, region: 'ams3', userData: data, sshKeys: [], tags: [] },
  size: { slug: 's-1vcpu-1gb', vcpus: 1, memoryMib: 1024, diskGib: 25 },
  image: { id: 1000, name: 'app-v1', slug: null },
  vpc: { id: 'v', ipRange: '10.0.0.0/16' },
  ...{ ipv6: false, monitoring: false },
})

// What is tested here is order, not how long DigitalOcean takes.
const quick = {
  bootMilliseconds: 4000,
  delays: {
    ...{ dropletCreate: 4000, dropletDestroy: 400, shutdown: 400, powerOff: 400, powerOn: 400 },
    ...{ firewallApply: 400, snapshot: 400, rebuild: 400 },
  },
}

type Cloud = { plane: DataPlane; events: EventLog; folder: string }

async function withCloud(
  use: (cloud: Cloud) => Promise<void>,
  options: Partial<DataPlaneOptions> = {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-machines-'))
  const clock = scaledClock({ scale: 40 })
  const events = eventLog(clock)
  const plane = await startDataPlane({
    ...{ clock, events, stateFolder: join(folder, 'state') },
    ...quick,
    ...options,
  })
  try {
    await plane.bake(writeArtifacts(join(folder, 'artifacts')))
    await use({ plane, events, folder })
  } finally {
    const pids = plane.pids()
    await plane.close()
    clock.stop()
    rmSync(folder, { recursive: true, force: true })
    for (const pid of pids) assert.not.ok(isAlive(pid), `process ${pid} is left`)
  }
}

const of = (id: number, what: string) => (event: CloudEvent) =>
  event.kind === 'droplet' && event.id === String(id) && event.what === what

const lineOf = (id: number, line: string) => (event: CloudEvent) =>
  of(id, 'log')(event) && 'detail' in event && event.detail?.line === line

/** A running one, at which the program listens. */
async function booted({ plane, events }: Cloud, id: number, data?: string): Promise<string> {
  const { publicIpv4 } = await plane.machines.create(machine(id, data))
  await events.until(lineOf(id, 'listening'))
  await until('the door is open', async () => (await knock(publicIpv4)) === 'connected')
  return publicIpv4
}

const ask = async (address: string, path = '/') =>
  (await fetch(`http://${address}:8080${path}`, { headers: { Connection: 'close' } })).text()

/** What becomes of a connection and of a request on it. */
const knock = (address: string, patience = 300, localAddress?: string): Promise<string> =>
  new Promise((settle) => {
    const local = localAddress === undefined ? {} : { localAddress }
    const socket = connect({ host: address, port: 8080, ...local }, () => {
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    })
    const timer = setTimeout(() => done('silence'), patience)
    const done = (outcome: string) => {
      clearTimeout(timer)
      socket.destroy()
      settle(outcome)
    }
    socket.once('data', () => done('connected'))
    socket.once('end', () => done('ended'))
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'error'))
  })

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

test('firewalls decide by source, and drop instead of refusing', () =>
  withCloud(async (cloud) => {
    const { plane } = cloud
    const address = await booted(cloud, 1)
    const apply = (ports: string, peers: string[]) =>
      plane.firewalls.apply([
        {
          ...{ id: 'f', name: 'f', dropletIds: [1] },
          rules: [{ direction: 'inbound', protocol: 'tcp', ports, peers }],
        },
      ])
    await apply('22', ['0.0.0.0/0'])
    assert.is(await knock(address), 'silence')
    await apply('8000-9000', ['0.0.0.0/0', '::/0'])
    assert.is(await knock(address), 'connected')
    await apply('8080', ['203.0.113.0/24'])
    assert.is(await knock(address), 'connected', 'the operator is 203.0.113.7')
    assert.is(await knock(address, 300, '127.9.9.9'), 'silence')
    await apply('8080', ['127.9.9.9'])
    assert.is(await knock(address), 'silence')
    assert.is(await knock(address, 2000, '127.9.9.9'), 'connected')
    await plane.firewalls.apply([])
    assert.is(await knock(address, 2000), 'connected')
  }))

test('create and destroy bear repetition and each other', () =>
  withCloud(async ({ plane, folder }) => {
    const [one, two] = [plane.machines.create(machine(1)), plane.machines.create(machine(1))]
    const outcome = Promise.allSettled([one, two])
    await wait(20)
    await plane.machines.destroy(machine(1))
    assert.equal(
      (await outcome).map(({ status }) => status),
      ['rejected', 'rejected'],
    )
    await plane.machines.destroy(machine(1))
    const again = await plane.machines.create(machine(1))
    assert.equal(await plane.machines.create(machine(1)), again)
    const missing = { ...machine(2), image: { id: 5, name: 'no-such', slug: null } }
    await plane.machines.create(missing).then(
      () => assert.unreachable(),
      (error) => assert.match(error.message, 'no-such'),
    )
    await plane.machines.destroy(machine(1))
    assert.not.ok(existsSync(join(folder, 'state/droplets/1/root')))
  }))

test('a snapshot carries the disk, and another instance boots from it', () =>
  withCloud(async (cloud) => {
    const { plane } = cloud
    await booted(cloud, 1)
    const root = join(plane.machine(1)?.folder ?? '', 'root')
    writeFileSync(join(root, 'opt/app/kept'), 'kept')
    const image = { id: 77, name: 'mine', slug: null }
    await plane.machines.snapshot(machine(1), image)
    await plane.machines.create({ ...machine(2, userData('A=2')), image })
    const second = join(plane.machine(2)?.folder ?? '', 'root/opt/app')
    await cloud.events.until(lineOf(2, 'listening'))
    assert.is(readFileSync(join(second, 'kept'), 'utf8'), 'kept')
    assert.match(readFileSync(join(second, 'conf.env'), 'utf8'), 'A=2')
    await plane.machines.rebuild(machine(2))
    assert.not.ok(existsSync(join(second, 'kept')))
  }))

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

test('the API drives it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-machines-'))
  const ground = await claimGround(folder)
  const backend = (clock: Clock, delays: Delays, events: EventLog) =>
    dataPlaneOn(ground, { clock, delays, events })
  await withApi({ backend, clock: scaledClock({ scale: 100 }) }, async ({ ask, reached }) => {
    const wanted = { name: 'x', region: 'ams3', size: 's-1vcpu-1gb', image: 'debian-13-x64' }
    const { body } = await ask('POST /v2/droplets', wanted)
    await reached('droplet', 'active', body.droplet.id)
    await reached('droplet', 'booted', body.droplet.id)
    const { droplet } = (await ask(`GET /v2/droplets/${body.droplet.id}`)).body
    const [address] = droplet.networks.v4.filter(({ type }: { type: string }) => type === 'public')
    assert.is(address.ip_address, `127.${ground.block.number}.0.2`)
    assert.is((await ask(`DELETE /v2/droplets/${droplet.id}`)).status, 204)
  })
  rmSync(folder, { recursive: true, force: true })
})

test('no process survives a cloud that is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-machines-'))
  writeArtifacts(join(folder, 'artifacts'))
  const url = (path: string) => JSON.stringify(pathToFileURL(join(repository, path)).href)
  const script = `
    import { startDataPlane } from ${url('cloud/data-plane.ts')}
    import { scaledClock } from ${url('cloud/clock.ts')}
    import { eventLog } from ${url('cloud/events.ts')}
    const clock = scaledClock({ scale: 1000 })
    const events = eventLog(clock)
    const plane = await startDataPlane({ clock, events, stateFolder: ${JSON.stringify(folder)} })
    await plane.bake(${JSON.stringify(join(folder, 'artifacts'))})
    for (const machine of ${JSON.stringify([machine(1), machine(2, userData('STUBBORN=1'))])}) {
      await plane.machines.create(machine)
      await events.until((event) => event.id === String(machine.id) && event.detail?.line === 'listening')
    }
    console.log(JSON.stringify(plane.pids()))`
  const command = ['--import', 'tsx', '--input-type=module', '--eval', script]
  const child = spawn(process.execPath, command, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const text = await new Promise<string>((settle) =>
    child.stdout.once('data', (chunk) => settle(`${chunk}`)),
  )
  const pids: number[] = JSON.parse(text)
  assert.is(pids.length, 2)
  for (const pid of pids) assert.ok(isAlive(pid))
  child.kill('SIGKILL')
  await until('all of its processes are gone', () => !pids.some(isAlive))
  rmSync(folder, { recursive: true, force: true })
})

test.run()
