// Options → the provider served from this process, and the environment that makes a Terraform use it:
// no handshake, no installation, no lock file entry. Nothing of it stays after `close`.
import { once } from 'node:events'
import type { Http2Session } from 'node:http2'
import type { ProviderOptions } from './account.ts'
import { privateSocket, socketIn } from './private-socket.ts'
import { provider } from './provider.ts'
import { grpcServer } from './wire/grpc-server.ts'

export type ServedProvider = {
  /** For the environment of Terraform. */
  readonly environment: { readonly TF_REATTACH_PROVIDERS: string }
  readonly close: () => Promise<void>
}

export const providerAddress = 'registry.terraform.io/digitalocean/digitalocean'

export type ServeOptions = ProviderOptions & {
  /** For its socket, in place of a temporary folder. */
  readonly socketFolder?: string
}

export async function serveProvider(options: ServeOptions = {}): Promise<ServedProvider> {
  const socket = options.socketFolder ? socketIn(options.socketFolder) : privateSocket()
  const server = grpcServer({ connected: () => provider(options), shutDown: () => {} })
  const sessions = new Set<Http2Session>()
  server.on('session', (session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
  })
  server.listen(socket.path)
  await once(server, 'listening')
  return {
    environment: { TF_REATTACH_PROVIDERS: reattachment(socket.path) },
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const session of sessions) session.destroy()
      await closed
      socket.remove()
    },
  }
}

function reattachment(path: string): string {
  return JSON.stringify({
    [providerAddress]: {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: process.pid,
      // Terraform is not to end this process.
      Test: true,
      Addr: { Network: 'unix', String: path },
    },
  })
}
