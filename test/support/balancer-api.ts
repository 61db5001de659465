// A load balancer of DigitalOcean's API with its members, and a log of what was done to it and when.
// `GET /slept/N` notes that its client has slept.
import type { IncomingMessage, RequestListener } from 'node:http'

export type BalancerOptions = {
  members: number[]
  indent?: number
  failures?: string[]
  withoutMembers?: boolean
  /** Taken out by somebody else while the client sleeps, one each time. */
  thefts?: number[]
}

export function balancer({
  members,
  indent = 0,
  failures = [],
  withoutMembers = false,
  thefts = [],
}: BalancerOptions) {
  const log: string[] = []
  const pool = new Set(members)
  const failing = [...failures]
  const reply = async (request: IncomingMessage): Promise<[status: number, body?: object]> => {
    const { method = '', url = '', headers } = request
    const slept = url.match(/^\/slept\/(\d+)$/)?.[1]
    if (slept !== undefined) {
      log.push(`sleep ${slept}`)
      pool.delete(thefts.shift() ?? 0)
      return [204]
    }
    if (headers.authorization !== 'Bearer top-secret') return [401]
    if (url !== `/v2/load_balancers/lb-1${method === 'GET' ? '' : '/droplets'}`) return [404]
    if (failing[0] === method) {
      failing.shift()
      return [500]
    }
    const { droplet_ids: ids = [] } = JSON.parse((await bodyOf(request)) || '{}')
    log.push(`${method} ${ids.join()}`.trim())
    for (const id of ids) {
      if (method === 'POST') pool.add(id)
      else pool.delete(id)
    }
    const shown = withoutMembers ? {} : { droplet_ids: [...pool] }
    const body = { load_balancer: { name: 'droplet_ids', ...shown, region: { slug: 'ams3' } } }
    return method === 'GET' ? [200, body] : [204]
  }
  const answer: RequestListener = async (request, response) => {
    const [status, body] = await reply(request)
    response.writeHead(status).end(body && JSON.stringify(body, null, indent))
  }
  return { log, answer, members: () => [...pool] }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
