// The demo app of an example on emulated machines with a real PostgreSQL, behind a reserved IP and
// behind a balancer: it is moved, rolled out and loses its database while it is asked all the time.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bundleApp } from '../app/bundle.ts'
import type {
  Addresses,
  Balancer,
  DatabaseCluster,
  DatabaseEndpoint,
  Machine,
} from '../cloud/backend.ts'
import { scaledClock } from '../cloud/clock.ts'
import { type DataPlane, startDataPlane } from '../cloud/data-plane.ts'
import { eventLog } from '../cloud/events.ts'
import { makeClient } from '../cloud/network/client.ts'
import { root as repository } from './support/root.ts'
import { postgres as postgresServer, testWith } from './support/tools.ts'
import { until } from './support/until.ts'

const test = suite('cloud: the demo app')

const quick = {
  bootMilliseconds: 2000,
  delays: {
    ...{ dropletCreate: 2000, dropletDestroy: 400, shutdown: 400, reservedIpAssign: 1000 },
    ...{ databaseCreate: 1000, databaseApply: 100, recordApply: 400, firewallApply: 400 },
    ...{ loadBalancerCreate: 1000, loadBalancerApply: 1000 },
  },
}

const clock = scaledClock({ scale: 20 })
const events = eventLog(clock)
let folder = ''
let plane: DataPlane

let image = ''
let database: DatabaseEndpoint

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-app-'))
  const stateFolder = join(folder, 'state')
  plane = await startDataPlane({ clock, events, stateFolder, cutOnMove: false, ...quick })
  const artifacts = join(folder, 'artifacts')
  cpSync(join(repository, 'examples/02-database/expected'), artifacts, { recursive: true })
  await bundleApp(join(artifacts, 'ansible/files/app'))
  image = (await plane.bake(artifacts)).name
  if (postgresServer.present()) database = await plane.databases.create(cluster())
})
test.after(async () => {
  await plane.close()
  clock.stop()
  rmSync(folder, { recursive: true, force: true })
})

const password = 'it\'s "\\secret'

/** Whom nobody but these addresses reaches. */
const cluster = (...trustedAddresses: string[]): DatabaseCluster => ({
  ...{ id: 'c-1', name: 'db', engine: 'pg', version: '17', region: 'ams3', nodes: 1 },
  ...{ size: 'db-s-1vcpu-1gb', storageMib: 10_240, pools: [], trustedAddresses },
  trusted: [{ type: 'tag', value: 'app' }],
  users: [
    { name: 'doadmin', password: 'admin-secret' },
    { name: 'app', password },
  ],
  databases: ['defaultdb', 'app'],
})

/** The example's template with the values that Terraform would fill in. */
function userData(): string {
  const { host, port } = database
  const environment = {
    ...{ DB_HOST: host, DB_PORT: String(port), DB_USER: 'app', DB_NAME: 'app' },
    ...{ DB_PASSWORD: password, HEALTH_TIMEOUT_SECONDS: '2' },
  }
  const lines = Object.entries(environment).map(
    ([name, value]) => `${name}="${value.replace(/[\\"`$]/g, '\\$&')}"\n`,
  )
  const content = Buffer.from(lines.join('')).toString('base64')
  const template = join(repository, 'examples/02-database/expected/cloud-init/app.yaml.tftpl')
  return readFileSync(template, 'utf8').replace(/\$\{base64encode\(.*\)\}/s, content)
}

const machine = (id: number): Machine => ({
  ...{
    id,
    name: `app-${id}`,
    region: 'ams3',
    sshKeys: [],
    tags: [],
    ipv6: false,
    monitoring: false,
  },
  size: { slug: 's-1vcpu-1gb', vcpus: 1, memoryMib: 1024, diskGib: 25 },
  image: { id: 1000, name: image, slug: null },
  vpc: { id: 'v', ipRange: '10.0.0.0/16' },
  userData: userData(),
})

/** Running, and listening at their addresses. */
async function booted(machines: readonly Machine[]): Promise<Addresses[]> {
  const addresses = await Promise.all(machines.map(plane.machines.create))
  await until('they listen', () =>
    machines.every(({ id }) => plane.machine(id)?.services()[0]?.port()?.isListening),
  )
  return addresses
}

/** 0 is no answer. */
const status = (address: string): Promise<number> =>
  fetch(`http://${address}:8080/health/check`, {
    headers: { Connection: 'close' },
    signal: AbortSignal.timeout(5000),
  }).then(
    (reply) => reply.status,
    () => 0,
  )

/** Asks all the time until it is ended, and gives back what was no success. */
function load(ask: () => Promise<number>) {
  const lost: number[] = []
  let [isOver, asked] = [false, 0]
  const loops = [1, 2, 3].map(async () => {
    while (!isOver) {
      const seen = await ask().catch(() => 0)
      asked += 1
      if (seen !== 200) lost.push(seen)
      await wait(5)
    }
  })
  return async () => {
    isOver = true
    await Promise.all(loops)
    assert.ok(asked > 20, `only ${asked} requests`)
    return lost
  }
}

const balancer = (
  ip: string,
  members: readonly Machine[],
  addresses: readonly Addresses[],
): Balancer => ({
  ...{ id: 'lb', name: 'lb', region: 'ams3', ip, redirectHttpToHttps: false },
  forwardingRules: [
    {
      ...{ entryProtocol: 'http', entryPort: 8080, targetProtocol: 'http', targetPort: 8080 },
      ...{ certificateId: '', tlsPassthrough: false },
    },
  ],
  healthCheck: {
    ...{ protocol: 'http', port: 8080, path: '/health/check' },
    ...{ intervalSeconds: 5, timeoutSeconds: 5, unhealthyThreshold: 3, healthyThreshold: 3 },
  },
  stickySessions: { type: 'none' },
  ...{ enableProxyProtocol: false, httpIdleTimeoutSeconds: 60 },
  members: members.map(({ id, name }, at) => ({
    ...{ id, name, created: true },
    ...(addresses[at] && { addresses: addresses[at] }),
  })),
})

testWith(
  test,
  [postgresServer],
  'behind a balancer: a rollout without a lost request',
  async () => {
    const all = [1, 2, 3, 4].map(machine)
    const addresses = await booted(all)
    await plane.databases.apply(cluster(...addresses.map(({ privateIpv4 }) => privateIpv4)))
    const [old, fresh] = [all.slice(0, 2), all.slice(2)]
    const { ip } = await plane.balancers.create(balancer('', old, addresses))
    const rules = [{ direction: 'inbound' as const, protocol: 'tcp', ports: '8080', peers: [ip] }]
    await plane.firewalls.apply([{ id: 'f', name: 'f', dropletIds: [1, 2, 3, 4], rules }])
    const direct = await fetch(`http://${addresses[0]?.publicIpv4}:8080/`, {
      signal: AbortSignal.timeout(300),
    }).catch((error) => error.name)
    assert.is(direct, 'TimeoutError', 'only the balancer reaches them')
    const record = { id: 1, type: 'A', name: 'app', data: ip, ttlSeconds: 60 }
    await plane.records.apply('example.com', [record])
    const client = makeClient({ clock, nameServer: plane.nameServer, keepAlive: true })
    const ask = async () => (await client.get('http://app.example.com:8080/health/check')).status
    const healthy = (count: number) => () =>
      (plane.balancer('lb')?.members() ?? []).filter(({ isHealthy }) => isHealthy).length === count
    await until('both are in', healthy(2))
    const ended = load(ask)
    await plane.balancers.update(balancer(ip, all, addresses))
    await until('the new ones are in', healthy(4))
    await plane.balancers.update(balancer(ip, fresh, addresses.slice(2)))
    // As put-in-rotation.sh does: what the balancer had handed to the old ones gets to finish.
    await clock.sleep(15_000)
    await Promise.all(old.map(plane.machines.shutdown))
    await Promise.all(old.map(plane.machines.destroy))
    assert.equal(await ended(), [])
    client.close()
  },
)

testWith(test, [postgresServer], 'behind a reserved IP: a move, and a lost database', async () => {
  const [one, two] = [machine(11), machine(12)]
  const addresses = await booted([one, two])
  const [first = '', second = ''] = addresses.map(({ publicIpv4 }) => publicIpv4)
  assert.is(await status(first), 500, 'the database does not know it yet')
  await plane.databases.apply(cluster(first, addresses[1]?.privateIpv4 ?? ''))
  for (const address of [first, second]) {
    await until('it is healthy', async () => (await status(address)) === 200)
  }
  const ip = await plane.reservedIps.reserve('ams3')
  await plane.reservedIps.assign(ip, one)
  const ended = load(() => status(ip))
  await plane.reservedIps.assign(ip, two)
  // As the rollout's drain does: a request that the move did not cut gets its answer first.
  await clock.sleep(15_000)
  await plane.machines.shutdown(one)
  await plane.machines.destroy(one)
  assert.equal(await ended(), [])
  await plane.databases.destroy(cluster())
  assert.is(await status(ip), 500)
  assert.match(plane.machine(12)?.log.read() ?? '', 'health check fails')
})

test.run()
