// Database clusters and what is inside them over HTTP.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Running, withApi } from '../cloud/api/with-api.ts'

const test = suite('the emulated API: databases')

const wanted = {
  name: 'app-db',
  engine: 'pg',
  version: '16',
  size: 'db-s-1vcpu-2gb',
  region: 'ams3',
  num_nodes: 1,
}

async function online({ ask, reached }: Running): Promise<string> {
  const { id } = (await ask('POST /v2/databases', wanted)).body.database
  await reached('database', 'online', id)
  return `/v2/databases/${id}`
}

test('a cluster that is creating takes no changes', () =>
  withApi({ faults: [{ match: 'create database', answer: 'never' }] }, async ({ ask }) => {
    const { id } = (await ask('POST /v2/databases', wanted)).body.database
    for (const [request, body] of [
      [`POST /v2/databases/${id}/users`, { name: 'app' }],
      [`PUT /v2/databases/${id}/firewall`, { rules: [] }],
      [`PUT /v2/databases/${id}/resize`, { size: wanted.size }],
    ] as const) {
      assert.is((await ask(request, body)).status, 412)
    }
  }))

test('a cluster is creating, then online with its connections', () =>
  withApi({}, async (running) => {
    const { ask } = running
    const made = await ask('POST /v2/databases', wanted)
    assert.equal([made.status, made.body.database.status], [201, 'creating'])
    const { id } = made.body.database
    await running.reached('database', 'online', id)
    const { database } = (await ask(`GET /v2/databases/${id}`)).body
    const { connection, private_connection } = database
    assert.is(database.status, 'online')
    assert.is(database.storage_size_mib, 30 * 1024)
    assert.equal([connection.user, connection.port, connection.ssl], ['doadmin', 25060, true])
    assert.is(private_connection.host, `private-${connection.host}`)
    assert.is(new URL(connection.uri).password, connection.password)
    assert.equal(database.db_names, ['defaultdb'])
    const { ca } = (await ask(`GET /v2/databases/${id}/ca`)).body
    assert.match(Buffer.from(ca.certificate, 'base64').toString(), /^-----BEGIN CERTIFICATE-----/)
    assert.is((await ask(`DELETE /v2/databases/${id}`)).status, 204)
    assert.is((await ask(`GET /v2/databases/${id}`)).status, 404)
  }))

const refusals: [string, Record<string, unknown>][] = [
  ['an unknown size', { size: 'db-s-9vcpu' }],
  ['more nodes than the size has', { size: 'db-s-1vcpu-1gb', num_nodes: 2 }],
  ['an ended version', { version: '13' }],
  ['another engine', { engine: 'mysql' }],
  ['a name with an underscore', { name: 'app_db' }],
  ['the name of another', { name: 'taken-db' }],
  ['too little storage', { storage_size_mib: 1024 }],
  ['an unknown region', { region: 'x' }],
]

for (const [what, change] of refusals) {
  test(`a cluster with ${what} is refused with 422`, () =>
    withApi({}, async ({ ask }) => {
      await ask('POST /v2/databases', { ...wanted, name: 'taken-db' })
      assert.is((await ask('POST /v2/databases', { ...wanted, ...change })).status, 422)
    }))
}

test('users, databases and pools come and go', () =>
  withApi({}, async (running) => {
    const { ask } = running
    const path = await online(running)
    const { user } = (await ask(`POST ${path}/users`, { name: 'app' })).body
    assert.equal([user.role, user.password.length > 12], ['normal', true])
    assert.is((await ask(`POST ${path}/users`, { name: 'app' })).status, 409)
    const reset = (await ask(`POST ${path}/users/app/reset_auth`)).body.user
    assert.is.not(reset.password, user.password)
    assert.equal((await ask(`GET ${path}/users/app`)).body.user, reset)
    assert.is((await ask(`GET ${path}/users`)).body.users.length, 2)
    assert.is((await ask(`DELETE ${path}/users/doadmin`)).status, 403)
    assert.equal((await ask(`POST ${path}/dbs`, { name: 'app' })).body, { db: { name: 'app' } })
    assert.is((await ask(`GET ${path}/dbs/app`)).status, 200)
    const pool = { name: 'pool', mode: 'session', size: 5, db: 'app', user: 'app' }
    const made = (await ask(`POST ${path}/pools`, pool)).body.pool
    assert.equal([made.connection.database, made.connection.port], ['pool', 25061])
    assert.is((await ask(`POST ${path}/pools`, { ...pool, name: 'p', db: 'x' })).status, 422)
    assert.is((await ask(`PUT ${path}/pools/pool`, { ...pool, size: 6 })).status, 204)
    assert.is((await ask(`GET ${path}/pools/pool`)).body.pool.size, 6)
    for (const part of ['pools/pool', 'dbs/app', 'users/app']) {
      assert.is((await ask(`DELETE ${path}/${part}`)).status, 204)
      assert.is((await ask(`GET ${path}/${part}`)).status, 404)
    }
  }))

test('the firewall is replaced as a whole, and a rule that stays keeps its id', () =>
  withApi({}, async (running) => {
    const { ask } = running
    const path = await online(running)
    const tag = { type: 'tag', value: 'app' }
    assert.is((await ask(`PUT ${path}/firewall`, { rules: [tag] })).status, 204)
    const [first] = (await ask(`GET ${path}/firewall`)).body.rules
    const address = { type: 'ip_addr', value: '192.0.2.1' }
    await ask(`PUT ${path}/firewall`, { rules: [tag, address] })
    const { rules } = (await ask(`GET ${path}/firewall`)).body
    assert.is(rules.length, 2)
    assert.is(rules[0].uuid, first.uuid)
    assert.ok(rules[0].cluster_uuid && rules[0].created_at)
    const wrong = { rules: [{ type: 'droplet', value: '1' }] }
    assert.is((await ask(`PUT ${path}/firewall`, wrong)).status, 422)
    assert.is((await ask(`PUT ${path}/firewall`, { rules: [] })).status, 204)
  }))

test('resize, upgrade and migrate take their time', () =>
  withApi({}, async (running) => {
    const { ask, api } = running
    const path = await online(running)
    const settled = (from: number) =>
      api.events.until(
        (event) =>
          event.kind === 'database' &&
          event.seq > from &&
          'what' in event &&
          event.what === 'online',
      )
    const newest = () => api.events.list.at(-1)?.seq ?? 0
    const bigger = { size: 'db-s-2vcpu-4gb', num_nodes: 2 }
    const before = newest()
    assert.is((await ask(`PUT ${path}/resize`, bigger)).status, 204)
    await running.reached('database', 'resizing')
    await settled(before)
    for (const [verb, body] of [
      ['upgrade', { version: '17' }],
      ['migrate', { region: 'fra1' }],
    ] as const) {
      const seq = newest()
      assert.is((await ask(`PUT ${path}/${verb}`, body)).status, 204)
      await settled(seq)
    }
    const { database } = (await ask(`GET ${path}`)).body
    assert.equal(
      [database.size, database.num_nodes, database.version, database.region],
      ['db-s-2vcpu-4gb', 2, '17', 'fra1'],
    )
    assert.is((await ask(`PUT ${path}/upgrade`, { version: '16' })).status, 422)
  }))

test('replicas, maintenance, configuration, backups and options', () =>
  withApi({}, async (running) => {
    const { ask, reached } = running
    const path = await online(running)
    const { replica } = (await ask(`POST ${path}/replicas`, { name: 'r1' })).body
    assert.equal([replica.status, replica.size], ['creating', wanted.size])
    await reached('database', 'updated')
    assert.is((await ask(`GET ${path}/replicas/r1`)).body.replica.status, 'online')
    assert.is((await ask(`DELETE ${path}/replicas/r1`)).status, 204)
    const window = { day: 'Sunday', hour: '04:00' }
    assert.is((await ask(`PUT ${path}/maintenance`, window)).status, 204)
    assert.is((await ask(`GET ${path}`)).body.database.maintenance_window.day, 'sunday')
    assert.is((await ask(`PATCH ${path}/config`, { config: { jit: true } })).status, 204)
    assert.equal((await ask(`GET ${path}/config`)).body, { config: { jit: true } })
    assert.is((await ask(`GET ${path}/backups`)).body.backups.length, 1)
    const { pg } = (await ask('GET /v2/databases/options')).body.options
    assert.ok(pg.versions.includes('17') && pg.layouts[0].sizes.includes('db-s-1vcpu-1gb'))
  }))

test.run()
