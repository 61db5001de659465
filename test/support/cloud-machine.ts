// A small program baked into an image, on an emulated cloud: its machines, and what is seen of them
// from outside.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import type { Machine } from '../../cloud/backend.ts'
import { scaledClock } from '../../cloud/clock.ts'
import { type DataPlane, type DataPlaneOptions, startDataPlane } from '../../cloud/data-plane.ts'
import { type CloudEvent, type EventLog, eventLog } from '../../cloud/events.ts'
import { isAlive } from './is-alive.ts'
import { until } from './until.ts'

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

export function writeArtifacts(folder: string): string {
  const files = { 'ansible/files/app': program, 'ansible/files/app.service': unit }
  const rest = { 'ansible/playbook.yml': playbook, 'packer/image.pkr.json': JSON.stringify(packer) }
  for (const [path, text] of Object.entries({ ...files, ...rest })) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

export const userData = (environment = '') =>
  `#cloud-config
write_files:
  - path: /opt/app/conf.env
    permissions: "0600"
    content: |
      GREETING="hello  world"
      ${environment}
`

export const machine = (id: number, data = userData()): Machine => ({
  ...{ id, name: `app-${id}`, region: 'ams3', userData: data, sshKeys: [], tags: [] },
  size: { slug: 's-1vcpu-1gb', vcpus: 1, memoryMib: 1024, diskGib: 25 },
  image: { id: 1000, name: 'app-v1', slug: null },
  vpc: { id: 'v', ipRange: '10.0.0.0/16' },
  ...{ ipv6: false, monitoring: false },
})

// What is tested here is order, not how long DigitalOcean takes.
export const quick = {
  bootMilliseconds: 4000,
  delays: {
    ...{ dropletCreate: 4000, dropletDestroy: 400, shutdown: 400, powerOff: 400, powerOn: 400 },
    ...{ firewallApply: 400, snapshot: 400, rebuild: 400 },
  },
}

type Cloud = { plane: DataPlane; events: EventLog; folder: string }

export async function withCloud(
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

export const of = (id: number, what: string) => (event: CloudEvent) =>
  event.kind === 'droplet' && event.id === String(id) && event.what === what

export const lineOf = (id: number, line: string) => (event: CloudEvent) =>
  of(id, 'log')(event) && 'detail' in event && event.detail?.line === line

/** A running one, at which the program listens. */
export async function booted({ plane, events }: Cloud, id: number, data?: string): Promise<string> {
  const { publicIpv4 } = await plane.machines.create(machine(id, data))
  await events.until(lineOf(id, 'listening'))
  await until('the door is open', async () => (await knock(publicIpv4)) === 'connected')
  return publicIpv4
}

export const ask = async (address: string, path = '/') =>
  (await fetch(`http://${address}:8080${path}`, { headers: { Connection: 'close' } })).text()

/** What becomes of a connection and of a request on it. */
export const knock = (address: string, patience = 300, localAddress?: string): Promise<string> =>
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
