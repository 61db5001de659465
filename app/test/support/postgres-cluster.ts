// Nothing -> a PostgreSQL data folder with a certificate, and the ways to run it. Everything lives
// in one temporary folder, owned by a user that PostgreSQL agrees to run as.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { postgresFolder } from '../../../test/support/tools.ts'
import { selfSigned } from './certificate.ts'
import { atExit } from './cleanup.ts'
import { freePort } from './free-port.ts'

type Account = { uid: number; gid: number } | Record<string, never>

export type Cluster = { folder: string; data: string; port: number; account: Account }

/** A cluster that is not running yet; its folder goes when the test process ends. */
export async function createCluster(): Promise<Cluster> {
  const account = serverAccount()
  const folder = mkdtempSync(join(tmpdir(), 'immuc-app-db-'))
  atExit(() => rmSync(folder, { recursive: true, force: true }))
  const cluster = { folder, data: join(folder, 'data'), port: await freePort(), account }
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid)
  const { key, certificate } = selfSigned()
  writeAs(cluster, 'key.pem', key)
  writeAs(cluster, 'certificate.pem', certificate)
  initialise(cluster)
  return cluster
}

/** With TLS every TCP client must use it; without, the server doesn't know it. */
export function launchServer(cluster: Cluster, { tls }: { tls: boolean }): ChildProcess {
  const { folder, data, port, account } = cluster
  const rule = `${tls ? 'hostssl' : 'host'} all all 127.0.0.1/32 scram-sha-256`
  writeAs(cluster, 'data/pg_hba.conf', `local all all trust\n${rule}\n`)
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    ssl: tls ? 'on' : 'off',
    ssl_key_file: join(folder, 'key.pem'),
    ssl_cert_file: join(folder, 'certificate.pem'),
    fsync: 'off',
    shared_buffers: '16MB',
    max_connections: 30,
  }
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const output = openSync(serverLog(cluster), 'a', 0o600)
  const stdio: ['ignore', number, number] = ['ignore', output, output]
  const server = spawn(binary('postgres'), ['-D', data, ...flags], {
    ...account,
    cwd: folder,
    stdio,
  })
  closeSync(output)
  server.unref()
  return server
}

export const serverLog = ({ folder }: Cluster): string => join(folder, 'log')

/** Runs SQL as the owner over the local socket, which needs no password. */
export async function ask(cluster: Cluster, sql: string): Promise<Record<string, unknown>[]> {
  const client = postgres({
    path: join(cluster.folder, `.s.PGSQL.${cluster.port}`),
    user: 'owner',
    database: 'postgres',
    max: 1,
    fetch_types: false,
    connect_timeout: 10,
  })
  try {
    return [...(await client.unsafe(sql))]
  } finally {
    await client.end({ timeout: 1 })
  }
}

/** PostgreSQL refuses to run as root; then it runs as the first of these users that exists. */
function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {}
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
  const line = ['postgres:', 'nobody:']
    .map((name) => lines.find((one) => one.startsWith(name)))
    .find((found) => found !== undefined)
  if (line === undefined) throw new Error('neither a user "postgres" nor "nobody" exists')
  const [, , uid, gid] = line.split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

function writeAs({ folder, account }: Cluster, name: string, text: string): void {
  const path = join(folder, name)
  writeFileSync(path, text, { mode: 0o600 })
  if (account.uid !== undefined) chownSync(path, account.uid, account.gid)
}

function initialise({ folder, data, account }: Cluster): void {
  const auth = ['--auth-local=trust', '--auth-host=scram-sha-256', '--username=owner']
  const rest = ['--no-sync', '--encoding=UTF8', '--no-locale']
  execFileSync(binary('initdb'), [`--pgdata=${data}`, ...auth, ...rest], {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

const binary = (name: string): string => join(postgresFolder() ?? '', name)
