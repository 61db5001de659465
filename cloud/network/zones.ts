// The records of the account's domains -> the answer to a question, as an authoritative server gives
// it: NXDOMAIN for a name that is not there, no answer but a SOA for one without that type.
import type { DnsRecord } from '../backend.ts'
import {
  codes,
  type Question,
  type ResourceRecord,
  type Response,
  types,
  writeName,
} from './dns-message.ts'

export type Zones = {
  /** An empty list: the domain is gone. */
  set: (domain: string, records: readonly DnsRecord[]) => void
  answer: (question: Question) => Response
}

const negativeTtlSeconds = 1800
const nameServers = ['ns1', 'ns2', 'ns3'].map((name) => `${name}.digitalocean.com`)

export function makeZones(): Zones {
  const zones = new Map<string, readonly DnsRecord[]>()
  return {
    set: (domain, records) => {
      if (records.length === 0) zones.delete(domain.toLowerCase())
      else zones.set(domain.toLowerCase(), records)
    },
    answer: (question) => {
      if (question.opcode !== 0) return plain(codes.notImplemented)
      const zone = zoneOf(zones, question.name)
      if (zone === undefined || question.class !== 1) return plain(codes.refused)
      return answerFrom(zone, zones.get(zone) ?? [], question)
    },
  }
}

const plain = (code: number): Response => ({
  ...{ code, answers: [], authority: [], isAuthoritative: false },
})

/** The longest one wins: a subdomain may be a domain of its own. */
const zoneOf = (zones: ReadonlyMap<string, unknown>, name: string): string | undefined =>
  [...zones.keys()]
    .filter((zone) => name === zone || name.endsWith(`.${zone}`))
    .sort((a, b) => b.length - a.length)[0]

function answerFrom(zone: string, records: readonly DnsRecord[], question: Question): Response {
  const { name, type } = question
  const here = namedIn(zone, records, name)
  const answers = follow(zone, records, name, type)
  const exists = name === zone || here.length > 0 || hasBelow(zone, records, name)
  return {
    code: exists ? codes.noError : codes.nameError,
    answers,
    authority: answers.length === 0 ? [startOfAuthority(zone)] : [],
    isAuthoritative: true,
  }
}

const ownerOf = (zone: string, { name }: DnsRecord): string =>
  name === '@' || name === '' ? zone : `${name}.${zone}`.toLowerCase()

/** By its own name, or else by the wildcard one level up. */
function namedIn(zone: string, records: readonly DnsRecord[], name: string): DnsRecord[] {
  const at = (owner: string) => records.filter((record) => ownerOf(zone, record) === owner)
  const exact = at(name)
  return exact.length > 0 || name === zone ? exact : at(`*.${name.split('.').slice(1).join('.')}`)
}

const hasBelow = (zone: string, records: readonly DnsRecord[], name: string): boolean =>
  records.some((record) => ownerOf(zone, record).endsWith(`.${name}`))

const mostAliases = 8

function follow(
  zone: string,
  records: readonly DnsRecord[],
  name: string,
  type: number,
): ResourceRecord[] {
  const found: ResourceRecord[] = []
  let at = name
  for (let aliases = 0; aliases < mostAliases; aliases += 1) {
    const here = namedIn(zone, records, at).flatMap((record) => resourceRecord(record, at, zone))
    if (at === zone) here.push(...apexRecords(zone))
    const alias = here.find((record) => record.type === types.CNAME)
    if (alias === undefined || type === types.CNAME) {
      return [...found, ...here.filter((record) => type === types.ANY || record.type === type)]
    }
    found.push(alias)
    at = targetOf(records, zone, at)
  }
  return found
}

const targetOf = (records: readonly DnsRecord[], zone: string, name: string): string =>
  absolute(namedIn(zone, records, name).find(({ type }) => type === 'CNAME')?.data ?? '', zone)

/** `@` is the domain itself. */
const absolute = (data: string, zone: string): string =>
  data === '@' ? zone : data.replace(/\.$/, '').toLowerCase()

/** Types beyond A and CNAME are there, but not answered with data. */
function resourceRecord(
  { type, data, ttlSeconds }: DnsRecord,
  name: string,
  zone: string,
): ResourceRecord[] {
  const known = { name, ttlSeconds }
  if (type === 'CNAME') {
    return [{ ...known, type: types.CNAME, data: writeName(absolute(data, zone)) }]
  }
  const numbers = data.split('.').map(Number)
  const isAddress = numbers.length === 4 && numbers.every((one) => one >= 0 && one <= 255)
  return type === 'A' && isAddress ? [{ ...known, type: types.A, data: Buffer.from(numbers) }] : []
}

const apexRecords = (zone: string): ResourceRecord[] => [
  startOfAuthority(zone),
  ...nameServers.map((server) => ({
    ...{ name: zone, type: types.NS, ttlSeconds: negativeTtlSeconds, data: writeName(server) },
  })),
]

function startOfAuthority(zone: string): ResourceRecord {
  const numbers = Buffer.alloc(20)
  const values = [1, 10_800, 3600, 604_800, negativeTtlSeconds]
  for (const [index, value] of values.entries()) numbers.writeUInt32BE(value, index * 4)
  const names = [writeName(nameServers[0] ?? ''), writeName(`hostmaster.${zone}`)]
  const data = Buffer.concat([...names, numbers])
  return { name: zone, type: types.SOA, ttlSeconds: negativeTtlSeconds, data }
}
