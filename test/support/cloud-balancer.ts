// HTTP servers at addresses of an emulated network -> a balancer in front of them, and requests to it.
import { type Agent, createServer, type RequestListener, request } from 'node:http'
import type { Balancer } from '../../cloud/backend.ts'
import {
  type BalancerOptions,
  type RunningBalancer,
  runBalancer,
} from '../../cloud/network/balancer.ts'
import { block, clock, endsLater, port } from './cloud-network.ts'

type HttpBackend = { address: string; id: number; hits: string[]; close: () => void }

export async function httpBackend(id: number, listener: RequestListener): Promise<HttpBackend> {
  const address = block().take('droplet')
  const hits: string[] = []
  const server = createServer((incoming, answer) => {
    if (incoming.url !== '/health') hits.push(`${incoming.method} ${incoming.url}`)
    listener(incoming, answer)
  })
  await new Promise<void>((settle) => server.listen(port, address, settle))
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  endsLater(close)
  return { address, id, hits, close }
}

export const saying =
  (text: string): RequestListener =>
  (_, answer) =>
    answer.end(text)

export const balancerOf = (ip: string, backends: { id: number; address: string }[]): Balancer => ({
  ...{ id: 'lb', name: 'lb', region: 'ams3', ip, redirectHttpToHttps: false },
  forwardingRules: [
    {
      ...{ entryProtocol: 'http', entryPort: port, targetProtocol: 'http', targetPort: port },
      ...{ certificateId: '', tlsPassthrough: false },
    },
  ],
  healthCheck: {
    ...{ protocol: 'http', port, path: '/health' },
    ...{ intervalSeconds: 5, timeoutSeconds: 5, unhealthyThreshold: 3, healthyThreshold: 3 },
  },
  stickySessions: { type: 'none' },
  ...{ enableProxyProtocol: false, httpIdleTimeoutSeconds: 60 },
  members: backends.map(({ id, address }) => ({
    ...{ id, name: String(id), created: true },
    addresses: { publicIpv4: address, privateIpv4: '10.0.0.2' },
  })),
})

type Seen = { what: string; detail: Record<string, unknown> }

export function balance(
  backends: { id: number; address: string }[],
  options: Partial<BalancerOptions> = {},
) {
  const ip = block().take('balancer')
  const seen: Seen[] = []
  const emit = (what: string, detail: Record<string, unknown>) => void seen.push({ what, detail })
  const running = runBalancer(balancerOf(ip, backends), {
    ...{ clock, emit, initialHealth: 'up', backendConnections: 'per-request', redispatch: false },
    ...options,
  })
  endsLater(() => running.close())
  return { ip, running, seen }
}

type Reply = { status: number; body: string; headers: Record<string, unknown> }

export const ask = (
  host: string,
  options: {
    path?: string
    method?: string
    agent?: Agent
    body?: string
    headers?: Record<string, string>
  } = {},
): Promise<Reply> =>
  new Promise((settle, refuse) => {
    const { body, ...rest } = options
    const sent = request({ host, port, agent: false, ...rest }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      response.on('error', refuse)
      response.on('end', () =>
        settle({ status: response.statusCode ?? 0, body: text, headers: response.headers }),
      )
    })
    sent.once('error', refuse)
    sent.end(body)
  })

export const isHealthy = (running: RunningBalancer, id: number) =>
  running.members().find((member) => member.id === id)?.isHealthy
