// The API's database clusters -> PostgreSQL servers at addresses of their own. Pools, nodes and storage
// are only numbers here, and a replica is a further address of the same server.
import type { Socket } from 'node:net'
import type { Delays } from '../api/delays.ts'
import type { DatabaseCluster, DatabaseEndpoint, Databases } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { Guard } from '../machines/guard.ts'
import type { Block } from '../network/addresses.ts'
import { type RunningCluster, runCluster } from './cluster.ts'
import { type DataFolders, dataFolders } from './data-folders.ts'

export type DatabasesHost = {
  clock: Clock
  delays: Delays
  block: Block
  guard: Guard
  folder: string
  /** All addresses that a source is known by. */
  sourcesOf: (socket: Socket) => readonly string[]
  emit: (cluster: DatabaseCluster, what: string, detail: Record<string, unknown>) => void
}

export type DatabaseTable = Databases & {
  /** Process ids of the servers. */
  pids: () => readonly number[]
  /** A cluster will be asked for soon, or may be. */
  prepare: () => void
  restore: (clusters: readonly DatabaseCluster[]) => Promise<void>
  close: () => Promise<void>
}

type Entry = { address: string; running: RunningCluster; created: Promise<DatabaseEndpoint> }

/** Cut off, at once or when its server has ended. */
type Removed = { running: RunningCluster; gone: Promise<void> }

type State = DatabasesHost & {
  entries: Map<string, Entry>
  removed: Removed[]
  folders: DataFolders
}

export function databaseTable(host: DatabasesHost): DatabaseTable {
  const { clock, delays, block } = host
  const folders = dataFolders(host.folder, host.guard)
  const state: State = { ...host, entries: new Map(), removed: [], folders }
  const waits = (delay: keyof Delays) => clock.sleep(delays[delay])
  const restart = async (cluster: DatabaseCluster, delay: keyof Delays) => {
    const { running } = entryOf(state, cluster)
    await running.apply(cluster)
    await waits(delay)
    await running.serve()
  }
  return {
    create: (cluster) => (state.entries.get(cluster.id) ?? begin(state, cluster)).created,
    apply: async (cluster) => {
      await entryOf(state, cluster).running.apply(cluster)
      await waits('databaseApply')
    },
    resize: (cluster) => restart(cluster, 'databaseResize'),
    upgrade: (cluster) => restart(cluster, 'databaseUpgrade'),
    migrate: async (cluster) => {
      await restart(cluster, 'databaseMigrate')
      const { running, address } = entryOf(state, cluster)
      return running.endpoint(address)
    },
    replicate: async (cluster) => {
      const { running } = entryOf(state, cluster)
      await waits('databaseReplica')
      const address = block.take('database')
      running.open(address)
      return running.endpoint(address)
    },
    destroy: (cluster) => destroy(state, cluster),
    pids: () => [...state.entries.values()].flatMap(({ running }) => running.pid() ?? []),
    prepare: folders.prepare,
    restore: async (clusters) => {
      for (const cluster of clusters) await begin(state, cluster).created
    },
    close: () => close(state),
  }
}

function entryOf({ entries }: State, { id, name }: DatabaseCluster): Entry {
  const entry = entries.get(id)
  if (!entry) throw new Error(`there is no server of database cluster ${name}`)
  return entry
}

function begin(state: State, cluster: DatabaseCluster): Entry {
  const address = cluster.connection?.host ?? state.block.take('database')
  state.block.use(address)
  const running = runCluster(cluster, address, state)
  const entry = { address, running, created: create(state, { cluster, address, running }) }
  entry.created.catch(() => {})
  state.entries.set(cluster.id, entry)
  return entry
}

type Beginning = { cluster: DatabaseCluster; address: string; running: RunningCluster }

/** A cluster that has an endpoint already is started again, without the wait. */
async function create(
  { clock, delays, emit }: State,
  { cluster, address, running }: Beginning,
): Promise<DatabaseEndpoint> {
  if (cluster.engine !== 'pg') throw new Error(`the engine ${cluster.engine} is not emulated`)
  const delay = cluster.connection ? 0 : delays.databaseCreate
  await Promise.all([running.serve(), clock.sleep(delay)])
  if (running.isGone()) throw new Error(`${cluster.name} was destroyed while it was created`)
  if (cluster.pools.length > 0) emit(cluster, 'not-emulated', { pools: cluster.pools })
  running.open(address)
  return running.endpoint(address)
}

async function destroy(state: State, { id }: DatabaseCluster): Promise<void> {
  const running = state.entries.get(id)?.running
  if (running === undefined) return
  state.entries.delete(id)
  const gone = running.stop().then(running.remove)
  state.removed.push({ running, gone: gone.catch(() => {}) })
  await gone
}

async function close({ entries, removed, folders }: State): Promise<void> {
  const present = [...entries.values()].map(({ running }) => running)
  await Promise.all([...present.map((one) => one.stop()), ...removed.map(({ gone }) => gone)])
  const all = [...present, ...removed.map(({ running }) => running)]
  await Promise.all([...all.map((one) => one.close()), folders.close()])
}
