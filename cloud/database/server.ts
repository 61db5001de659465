// A copy of the template -> a running PostgreSQL on a port of 127.0.0.1 that takes TLS connections only.
// Its data is not worth a flush to the disk; nothing of it outlives the cloud.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../machines/free-port.ts'
import type { Guard } from '../machines/guard.ts'
import { launch, type Running } from '../machines/launch.ts'
import { logFile } from '../machines/log-file.ts'
import type { Certificate } from '../provider/wire/certificate.ts'
import { type Administrator, connectAs } from './administrator.ts'
import type { Account } from './programs.ts'
import { giveTo, names, ownerName, type Template } from './template.ts'

const accessRules = 'hostssl all all 127.0.0.0/8 scram-sha-256\n'

export type Server = {
  /** On 127.0.0.1. */
  port: number
  pid: number
  /** Of the owner's, open as long as the server runs. */
  session: Administrator
  inside: (database: string) => Administrator
  stop: () => Promise<void>
}

export type ServerOptions = Pick<Template, 'programs' | 'account'> & {
  folder: string
  guard: Guard
  maxConnections: number
}

/** The certificate that its clients verify it by, the same at every start. It is written last. */
export async function prepareFolder(
  { folder, account }: ServerOptions,
  put: (place: string) => Promise<void>,
  make: () => Certificate,
): Promise<string> {
  const file = join(folder, 'certificate.pem')
  if (!existsSync(file)) {
    await put(folder)
    const { key, certificate } = make()
    writeFor(account, join(folder, names.data, 'pg_hba.conf'), accessRules)
    writeFor(account, join(folder, 'key.pem'), key)
    writeFor(account, file, certificate)
  }
  return readFileSync(file, 'utf8')
}

function writeFor(account: Account, path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o600 })
  giveTo(account, path)
}

export async function startServer(options: ServerOptions): Promise<Server> {
  const { folder, programs, account, guard } = options
  const port = await freePort()
  const data = join(folder, names.data)
  const log = logFile(join(folder, 'server.log'))
  const flags = Object.entries(settings(options, port)).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ])
  const running = launch({
    command: [...account.prefix, join(programs, 'postgres'), '-D', data, ...flags],
    environment: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    folder: '/',
    guard,
    // It removes its shared memory only when it is asked to end.
    guardSignal: 'QUIT',
    onOutput: log.write,
  })
  await ready(running, data, log.read)
  const password = readFileSync(join(folder, names.password), 'utf8')
  const inside = (database: string) => connectAs({ name: ownerName, password, port, database })
  const session = inside('postgres')
  return { port, pid: running.pid, session, inside, stop: () => stop(running, session) }
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
  timezone: 'UTC',
  log_timezone: 'UTC',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
})

const mostSeconds = 60

async function ready(running: Running, data: string, log: () => string): Promise<void> {
  let hasEnded = false
  void running.ended.then(() => {
    hasEnded = true
  })
  const end = performance.now() + mostSeconds * 1000
  while (!saysReady(running.pid, join(data, 'postmaster.pid'))) {
    if (hasEnded) throw new Error(`PostgreSQL did not start: ${log().trim().slice(-1000)}`)
    if (performance.now() > end) throw new Error(`PostgreSQL was not ready within ${mostSeconds} s`)
    await wait(5)
  }
}

/** As its own pg_ctl looks: the first line is the process, the eighth its state. */
function saysReady(pid: number, file: string): boolean {
  try {
    const lines = readFileSync(file, 'utf8').split('\n')
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}

/** Sessions are ended; a server that hangs is killed. */
async function stop(running: Running, session: Administrator): Promise<void> {
  await session.end()
  running.signalMain('SIGINT')
  const timers = [
    setTimeout(() => running.signalMain('SIGQUIT'), 10_000),
    setTimeout(() => running.signalAll('SIGKILL'), 20_000),
  ]
  await running.ended
  for (const timer of timers) clearTimeout(timer)
}
