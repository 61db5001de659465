// The provider as the executable that Terraform starts from a mirror or an override: greets it in one
// line on stdout and ends when told to. stdin is Terraform's own and is never read.
import type { Http2Session } from 'node:http2'
import { privateSocket } from './private-socket.ts'
import { provider } from './provider.ts'
import { selfSigned } from './wire/certificate.ts'
import { grpcServer } from './wire/grpc-server.ts'

const magicCookie = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'
const protocol = '5'

const { env } = process
const versions = (env.PLUGIN_PROTOCOL_VERSIONS ?? protocol).split(',')
if (env.TF_PLUGIN_MAGIC_COOKIE !== magicCookie || !versions.includes(protocol)) {
  console.error('This is a provider for Terraform, protocol 5. Terraform starts it.')
  process.exit(1)
}

// Ctrl-C reaches the whole process group; Terraform then says itself what shall stop.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => process.exit(0))

const pollMs = env.IMMUC_PROVIDER_POLL_MS ? Number(env.IMMUC_PROVIDER_POLL_MS) : undefined
const client = env.PLUGIN_CLIENT_CERT
const identity = client ? selfSigned(['localhost'], 1) : undefined
const socket = privateSocket()
const server = grpcServer({
  connected: () => provider({ pollMs }),
  // A moment for the answer to leave; after two seconds Terraform would stop waiting.
  shutDown: () => setTimeout(() => process.exit(0), 10),
  tls: client && identity ? { identity, client } : undefined,
})
const open = new Set<Http2Session>()
server.on('session', (session) => {
  open.add(session)
  session.on('close', () => {
    open.delete(session)
    setTimeout(endIfLeft, 1_000)
  })
})
server.listen(socket.path, () => {
  const certificate = identity?.der.toString('base64').replace(/=+$/, '') ?? ''
  process.stdout.write(`1|${protocol}|unix|${socket.path}|grpc|${certificate}\n`)
})

/** A Terraform that was killed tells nobody to end, but its connection is gone. */
function endIfLeft(): void {
  if (open.size === 0) process.exit(0)
}
