// One database cluster -> its server, and the addresses at which trusted sources are let in to it and
// nobody else gets an answer. While the server is down, connections are refused.
import { rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import type { DatabaseCluster, DatabaseEndpoint } from '../backend.ts'
import type { Guard } from '../machines/guard.ts'
import { type Attachment, attach } from '../network/attachment.ts'
import { peerList } from '../network/cidr.ts'
import { hold } from '../network/door.ts'
import { type Behind, changes, type Reachable } from '../network/reachable.ts'
import { relay } from '../network/relay.ts'
import { selfSigned } from '../provider/wire/certificate.ts'
import type { DataFolders } from './data-folders.ts'
import { reconcile } from './reconcile.ts'
import { prepareFolder, type Server, startServer } from './server.ts'

export type ClusterHost = {
  guard: Guard
  /** Gets a folder for each cluster. */
  folder: string
  folders: DataFolders
  /** All addresses that a source is known by. */
  sourcesOf: (socket: Socket) => readonly string[]
  emit: (cluster: DatabaseCluster, what: string, detail: Record<string, unknown>) => void
}

const daysOfACertificate = 3650

export type RunningCluster = {
  pid: () => number | undefined
  /** Starts the server, or starts it again. */
  serve: () => Promise<void>
  /** Users, databases and trusted sources as they are now. */
  apply: (cluster: DatabaseCluster) => Promise<void>
  /** Answers at an address, or at one more. */
  open: (address: string) => void
  endpoint: (address: string) => DatabaseEndpoint
  isGone: () => boolean
  /** The server ends, also one that is just starting. */
  stop: () => Promise<void>
  /** After the stop: nobody answers any more, and the data is gone. */
  remove: () => void
  close: () => Promise<void>
}

type State = {
  host: ClusterHost
  cluster: DatabaseCluster
  server: Server | undefined
  certificate: string
  attachments: Attachment[]
  /** The last start, settled or not. */
  serving: Promise<void>
  isGone: boolean
  tell: () => void
}

const port = 25_060

export function runCluster(
  cluster: DatabaseCluster,
  address: string,
  host: ClusterHost,
): RunningCluster {
  const { onChange, tell } = changes()
  const state: State = {
    ...{ host, cluster, tell, server: undefined, certificate: '', isGone: false },
    ...{ attachments: [], serving: Promise.resolve() },
  }
  const reachable: Reachable = { onChange, ports: () => [port], at: () => behind(state) }
  return {
    pid: () => state.server?.pid,
    serve: () => {
      state.serving = serve(state, address)
      return state.serving
    },
    apply: async (next) => {
      state.cluster = next
      if (state.server) await reconcile(state.server, next)
    },
    open: (at) => {
      const attachment = attach(at, (message) => host.emit(cluster, 'unreachable', { message }))
      attachment.to(reachable)
      state.attachments.push(attachment)
    },
    endpoint: (at) => ({ host: at, privateHost: at, port, caCertificate: state.certificate }),
    isGone: () => state.isGone,
    stop: () => stop(state),
    remove: () => {
      for (const attachment of state.attachments) {
        attachment.to(undefined)
        attachment.cut()
      }
      rmSync(join(host.folder, cluster.id), { recursive: true, force: true })
    },
    close: async () => {
      await Promise.all(state.attachments.map((attachment) => attachment.close()))
    },
  }
}

async function serve(state: State, address: string): Promise<void> {
  const { host, cluster } = state
  await stopServer(state)
  const { programs, account } = await host.folders.template()
  const maxConnections = 25 * Number(cluster.size.match(/(\d+)gb/)?.[1] ?? 1)
  const folder = join(host.folder, cluster.id)
  const options = { folder, programs, account, guard: host.guard, maxConnections }
  const certificate = () => selfSigned([cluster.name, address], daysOfACertificate)
  state.certificate = await prepareFolder(options, host.folders.put, certificate)
  if (state.isGone) return
  const server = await startServer(options)
  if (state.isGone) return server.stop()
  try {
    await reconcile(server, state.cluster)
  } catch (failure) {
    await server.stop()
    throw failure
  }
  state.server = server
  state.tell()
  host.emit(cluster, 'serving', { address, port, pid: server.pid })
}

async function stopServer(state: State): Promise<void> {
  const { server } = state
  state.server = undefined
  state.tell()
  await server?.stop()
}

async function stop(state: State): Promise<void> {
  state.isGone = true
  await state.serving.catch(() => {})
  await stopServer(state)
}

function behind(state: State): Behind {
  const { host, server } = state
  if (server === undefined) return 'refused'
  return (socket) => {
    const { trusted, trustedAddresses } = state.cluster
    const isTrusted = peerList(trustedAddresses)
    if (trusted.length === 0 || host.sourcesOf(socket).some(isTrusted)) {
      const to = { host: '127.0.0.1', port: server.port, allowHalfOpen: true, noDelay: true }
      relay(socket, connect(to), () => {})
    } else hold(socket)
  }
}
