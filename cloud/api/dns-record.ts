// A stored domain record -> the record that the data plane serves.
import type { DnsRecord } from '../backend.ts'
import type { DomainRecord } from './state.ts'

export const dnsRecord = (record: DomainRecord): DnsRecord => ({
  id: record.id,
  type: record.type,
  name: record.name,
  data: record.data,
  ttlSeconds: record.ttl,
  ...(record.priority !== null && { priority: record.priority }),
  ...(record.port !== null && { port: record.port }),
  ...(record.weight !== null && { weight: record.weight }),
})
