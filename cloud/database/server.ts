// A copy of the template -> a running PostgreSQL on a port of 127.0.0.1 that takes TLS connections only.
// Its data is not worth a flush to the disk; nothing of it outlives the cloud.
import { execFile } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../machines/free-port.ts'
import type { Guard } from '../machines/guard.ts'
import { launch, type Running } from '../machines/launch.ts'
import { logFile } from '../machines/log-file.ts'
import type { Certificate } from '../provider/wire/certificate.ts'
import { type Administrator, connectAs } from './administrator.ts'
import type { Account } from './programs.ts'
import type { Template } from './template.ts'

const accessRules = 'hostssl all all 127.0.0.0/8 scram-sha-256\n'

export type Server = {
  /** On 127.0.0.1. */
  port: number
  pid: number
  administrator: (database?: string) => Administrator
  stop: () => Promise<void>
}

export type ServerOptions = {
  folder: string
  template: Template
  guard: Guard
  maxConnections: number
}

/** The certificate that its clients verify it by, the same at every start. */
export async function prepareFolder(
  { folder, template }: ServerOptions,
  make: () => Certificate,
): Promise<string> {
  const { account, data } = template
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  own(folder, account)
  if (!existsSync(join(folder, 'data'))) {
    await promisify(execFile)('cp', ['-a', data, join(folder, 'data')])
    writeAs(join(folder, 'data/pg_hba.conf'), accessRules, account)
    const { key, certificate } = make()
    writeAs(join(folder, 'key.pem'), key, account)
    writeAs(join(folder, 'certificate.pem'), certificate, account)
  }
  return readFileSync(join(folder, 'certificate.pem'), 'utf8')
}

function own(path: string, { ids }: Account): void {
  if (ids) chownSync(path, ids.uid, ids.gid)
}

function writeAs(path: string, text: string, account: Account): void {
  writeFileSync(path, text, { mode: 0o600 })
  own(path, account)
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const { folder, template, guard } = options
  const { programs, account, owner } = template
  const port = await freePort()
  const log = logFile(join(folder, 'server.log'))
  const flags = Object.entries(settings(options, port)).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ])
  const running = launch({
    command: [...account.prefix, join(programs, 'postgres'), '-D', join(folder, 'data'), ...flags],
    environment: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    folder: '/',
    guard,
    // It removes its shared memory only when it is asked to end.
    guardSignal: 'QUIT',
    onOutput: log.write,
  })
  const administrator = (database = 'postgres') => connectAs({ ...owner, port, database })
  await ready(running, administrator, log.read)
  return { port, pid: running.pid, administrator, stop: () => stop(running) }
}

const settings = ({ folder, maxConnections }: ServerOptions, port: number) => ({
  listen_addresses: '127.0.0.1',
  port,
  unix_socket_directories: '',
  ssl: 'on',
  ssl_key_file: join(folder, 'key.pem'),
  ssl_cert_file: join(folder, 'certificate.pem'),
  max_connections: maxConnections,
  shared_buffers: '16MB',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
})

const mostSeconds = 60

async function ready(
  running: Running,
  administrator: () => Administrator,
  log: () => string,
): Promise<void> {
  let hasEnded = false
  void running.ended.then(() => {
    hasEnded = true
  })
  const end = performance.now() + mostSeconds * 1000
  for (;;) {
    const session = administrator()
    const answers = await session.run('SELECT 1').then(
      () => true,
      () => false,
    )
    await session.end()
    if (answers) return
    if (hasEnded) throw new Error(`PostgreSQL did not start: ${log().trim().slice(-1000)}`)
    if (performance.now() > end) throw new Error(`PostgreSQL was not ready within ${mostSeconds} s`)
    await wait(50)
  }
}

/** Sessions are ended; a server that hangs is killed. */
async function stop(running: Running): Promise<void> {
  running.signalMain('SIGINT')
  const timers = [
    setTimeout(() => running.signalMain('SIGQUIT'), 10_000),
    setTimeout(() => running.signalAll('SIGKILL'), 20_000),
  ]
  await running.ended
  for (const timer of timers) clearTimeout(timer)
}
