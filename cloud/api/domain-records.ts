// A record in a request -> a record as the API keeps it: relative name, names without their final
// dot, a TTL of at least 30 seconds.
import { type Body, integer, oneOf, requiredText, text, within } from './body.ts'
import { unprocessable } from './reply.ts'
import type { DomainRecord } from './state.ts'

const types = ['A', 'AAAA', 'CAA', 'CNAME', 'MX', 'NS', 'SOA', 'SRV', 'TXT']
const namesHosts = new Set(['CNAME', 'MX', 'NS', 'SRV', 'CAA'])

export function recordIn(body: Body, before?: DomainRecord): Omit<DomainRecord, 'id'> {
  const type = oneOf(body, 'type', types) ?? before?.type
  if (type === undefined) throw unprocessable('Type must be specified')
  const numbers = {
    priority: integer(body, 'priority') ?? before?.priority ?? null,
    port: within(body, 'port', [0, 65535]) ?? before?.port ?? null,
    weight: within(body, 'weight', [0, 65535]) ?? before?.weight ?? null,
    flags: within(body, 'flags', [0, 255]) ?? before?.flags ?? null,
  }
  demand(type, numbers)
  return {
    type,
    name: text(body, 'name') ?? before?.name ?? requiredText(body, 'name'),
    data: dataIn(body, type, before),
    ttl: ttlIn(body) ?? before?.ttl ?? 1800,
    ...numbers,
    tag: text(body, 'tag') || before?.tag || null,
  }
}

function demand(type: string, numbers: Record<string, number | null>): void {
  const needed: Record<string, string[]> = { MX: ['priority'], SRV: ['priority', 'port', 'weight'] }
  const missing = needed[type]?.find((field) => numbers[field] === null)
  if (missing !== undefined) throw unprocessable(`${missing} must be specified for ${type} records`)
}

function ttlIn(body: Body): number | undefined {
  const ttl = integer(body, 'ttl')
  if (ttl !== undefined && ttl < 30) throw unprocessable('Ttl must be greater than or equal to 30')
  return ttl
}

function dataIn(body: Body, type: string, before: DomainRecord | undefined): string {
  if (before && body.data === undefined) return before.data
  const data = requiredText(body, 'data')
  if (type === 'A' && !/^(\d{1,3}\.){3}\d{1,3}$/.test(data)) {
    throw unprocessable('Data needs to be a valid IPv4 address')
  }
  if (type === 'AAAA' && !/^[0-9a-fA-F:.]+$/.test(data)) {
    throw unprocessable('Data needs to be a valid IPv6 address')
  }
  if (!namesHosts.has(type) || data === '@' || text(body, 'tag') === 'iodef') return data
  if (!data.endsWith('.')) throw unprocessable('Data needs to end with a dot (.)')
  return data.slice(0, -1)
}
