// What terraform puts out against what is really there: every value is used as its reader would.

import postgres from 'postgres'
import * as assert from 'uvu/assert'
import type { Cloud } from '../../cloud/start-cloud.ts'
import { imageNameIn, type Outputs, type System } from './cloud-system.ts'

export async function outputsAreTrue(system: System, url: string | undefined): Promise<Outputs> {
  const outputs = await system.outputs()
  const { state } = system.cloud.api
  const { ip_address } = outputs
  const entries = [...state.reserved_ips, ...state.load_balancers].map(({ ip }) => ip)
  assert.equal(entries, [ip_address])
  assert.is(outputs.url, url ?? `http://${ip_address}:8080`)
  assert.is(outputs.image, imageNameIn(system.folder))
  const droplets = state.droplets.map(({ name, addresses }) => [name, addresses?.publicIpv4])
  assert.equal(outputs.droplets, Object.fromEntries(droplets))
  for (const { image } of state.droplets) assert.is(image.name, outputs.image)
  assert.is(await system.status(`http://${ip_address}:8080`), 200)
  if (url) assert.equal(await system.cloud.client().resolve(new URL(url).hostname), [ip_address])
  return outputs
}

/** Both accounts that terraform names, used from a machine that is let in for as long. */
export async function databaseIsTrue(system: System, app: string): Promise<void> {
  const { database, database_admin_uri = '' } = await system.outputs()
  assert.ok(database)
  const { DB_HOST: host, DB_PORT: port, DB_USER: user, DB_PASSWORD: password, DB_NAME } = database
  const [cluster] = system.cloud.api.state.databases
  assert.is(host, cluster?.endpoint.privateHost)
  assert.equal([user, DB_NAME], [app, app])
  const administrator = new URL(database_admin_uri)
  assert.is(administrator.pathname, `/${app}`)
  const account = { host, port: Number(port), user, password, database: DB_NAME }
  await letIn(system.cloud, async () => {
    assert.equal(await whoAmI(account), { user: app, database: app })
    const { username, password, hostname: host } = administrator
    const admin = {
      host,
      port: Number(administrator.port),
      user: username,
      password,
      database: app,
    }
    assert.equal(await whoAmI(admin), { user: 'doadmin', database: app })
  })
}

type Account = { host: string; port: number; user: string; password: string; database: string }

async function whoAmI(account: Account): Promise<{ user: string; database: string }> {
  const session = postgres({ ...account, ssl: 'require', max: 1, connect_timeout: 30 })
  try {
    const [row] = await session`SELECT current_user AS user, current_database() AS database`
    return { user: row?.user, database: row?.database }
  } finally {
    await session.end()
  }
}

/** This machine may talk to the database while `body` runs. */
export async function letIn<Result>(
  { api, token }: Cloud,
  body: () => Promise<Result>,
): Promise<Result> {
  const url = `${api.url}/v2/databases/${api.state.databases[0]?.id}/firewall`
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const put = (rules: unknown) =>
    fetch(url, { method: 'PUT', headers, body: JSON.stringify({ rules }) })
  const { rules } = (await (await fetch(url, { headers })).json()) as { rules: unknown[] }
  assert.is((await put([...rules, { type: 'ip_addr', value: '203.0.113.7' }])).status, 204)
  try {
    return await body()
  } finally {
    await put(rules)
  }
}
