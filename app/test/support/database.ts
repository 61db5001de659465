// Nothing -> a real PostgreSQL of its own on a loopback port, with TLS, a role and a database for
// the app. No process and no file of it is left afterwards, also when a test fails.
import type { ChildProcess } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { until } from '../../../test/support/until.ts'
import { atExit } from './cleanup.ts'
import { ask, type Cluster, createCluster, launchServer, serverLog } from './postgres-cluster.ts'
import { freezeTree, isRunning, thawTree } from './process-tree.ts'

type Mode = { tls: boolean }
type Server = { process: ChildProcess | undefined }

export type TestDatabase = {
  port: number
  password: string
  /** What the app needs to reach it: DB_HOST, DB_PORT, DB_USER, DB_PASSWORD, DB_NAME. */
  environment: Record<string, string>
  start: (mode?: Mode) => Promise<void>
  stop: () => Promise<void>
  restart: (mode?: Mode) => Promise<void>
  /** Stops all its processes with SIGSTOP: connections stay open and nothing answers. */
  freeze: () => Promise<void>
  thaw: () => void
  /** Runs SQL as the owner, over the local socket. */
  query: (sql: string) => Promise<Record<string, unknown>[]>
  remove: () => Promise<void>
}

const password = 'correct-horse'

/** A database that is running and ready; the caller ends with `remove`. */
export async function createDatabase(): Promise<TestDatabase> {
  const cluster = await createCluster()
  const server: Server = { process: undefined }
  const forget = atExit(() => quit(server))
  await start(cluster, server)
  await ask(cluster, `CREATE ROLE app LOGIN PASSWORD '${password}'`)
  await ask(cluster, 'CREATE DATABASE app OWNER app')
  return {
    port: cluster.port,
    password,
    environment: settingsOf(cluster),
    start: (mode) => start(cluster, server, mode),
    stop: () => stop(server),
    restart: async (mode) => {
      await stop(server)
      await start(cluster, server, mode)
    },
    freeze: () => freezeTree(pidOf(server)),
    thaw: () => thawTree(pidOf(server)),
    query: (sql) => ask(cluster, sql),
    remove: async () => {
      await stop(server)
      rmSync(cluster.folder, { recursive: true, force: true })
      forget()
    },
  }
}

const settingsOf = ({ port }: Cluster): Record<string, string> => ({
  DB_HOST: '127.0.0.1',
  DB_PORT: String(port),
  DB_USER: 'app',
  DB_PASSWORD: password,
  DB_NAME: 'app',
})

async function start(cluster: Cluster, server: Server, mode: Mode = { tls: true }): Promise<void> {
  const launched = launchServer(cluster, mode)
  server.process = launched
  await until('PostgreSQL accepts connections', () => {
    if (launched.exitCode === null) return answers(cluster)
    throw new Error(`PostgreSQL ended:\n${readFileSync(serverLog(cluster), 'utf8')}`)
  })
}

const answers = (cluster: Cluster): Promise<boolean> =>
  ask(cluster, 'SELECT 1').then(
    () => true,
    () => false,
  )

async function stop(server: Server): Promise<void> {
  const running = server.process
  if (running === undefined) return
  thawTree(pidOf(server))
  running.kill('SIGINT')
  await until('PostgreSQL has stopped', () => running.exitCode !== null)
  server.process = undefined
}

function pidOf({ process: running }: Server): number {
  if (running?.pid === undefined) throw new Error('the database is not running')
  return running.pid
}

/** The last resort. SIGQUIT and not SIGKILL: the server must take its shared memory with it. */
function quit({ process: running }: Server): void {
  const pid = running?.pid
  if (pid === undefined || !isRunning(pid)) return
  thawTree(pid)
  process.kill(pid, 'SIGQUIT')
  const end = performance.now() + 10_000
  while (isRunning(pid) && performance.now() < end);
}
