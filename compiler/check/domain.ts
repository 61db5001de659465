// DNS names that resolvers and DigitalOcean accept.
import { domainToASCII } from 'node:url'
import type { ConfigPath } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import type { Check } from './check.ts'

export const checkDomain: Check = ({ domain }) => {
  if (domain === undefined) return []
  const faults = [
    ...demand(['domain', 'zone'], domain.zone, zoneFault(domain.zone)),
    ...demand(['domain', 'record'], domain.record, recordFault(domain.record, domain.zone)),
  ]
  const length = domain.zone.length + domain.record.length + 1
  return faults.length > 0 || length <= longestName ? faults : [tooLong(length)]
}

const longestName = 253

const tooLong = (length: number): Diagnostic =>
  error(
    'dns-name',
    ['domain', 'record'],
    `record and zone together have ${length} characters; a DNS name has at most ${longestName}`,
    { label: `${length} characters with the zone` },
  )

type Fault = { why: string; help: string } | undefined

function demand(path: ConfigPath, name: string, fault: Fault): Diagnostic[] {
  if (fault === undefined) return []
  return [
    error('dns-name', path, `${shown(name)} is not a DNS name: ${fault.why}`, {
      label: fault.why,
      help: fault.help,
    }),
  ]
}

function zoneFault(zone: string): Fault {
  if (/^https?:/.test(zone)) {
    return { why: 'it is a URL', help: 'write the name alone, such as `deploy.example.com`' }
  }
  if (zone.endsWith('.')) return { why: 'it ends with a dot', help: 'leave out the last dot' }
  if (!zone.includes('.')) {
    return { why: 'it has no dot', help: 'write a whole zone, such as `deploy.example.com`' }
  }
  return labelsFault(zone.split('.'))
}

function recordFault(record: string, zone: string): Fault {
  if (record === '@') return undefined
  if (record.endsWith(`.${zone}`) || record === zone) {
    const mended = record === zone ? '@' : record.slice(0, -zone.length - 1)
    return { why: 'it repeats the zone', help: `write \`record: '${mended}'\`` }
  }
  if (record.includes('*')) {
    return { why: 'a wildcard has no address to wait for', help: 'name one record' }
  }
  return labelsFault(record.split('.'))
}

function labelsFault(labels: readonly string[]): Fault {
  const wrong = labels.find((label) => !/^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/.test(label))
  if (wrong === undefined) {
    return labels.some((label) => label.length > 63)
      ? { why: 'a part of it is longer than 63 characters', help: 'shorten that part' }
      : undefined
  }
  if (wrong === '') return { why: 'a part of it is empty', help: 'remove the surplus dot' }
  return { why: `${shown(wrong)} can't be a part of it`, help: labelHelp(labels.join('.')) }
}

function labelHelp(name: string): string {
  const ascii = domainToASCII(name)
  const isOther = /[^\0-\x7f]/.test(name) && ascii !== ''
  return isOther
    ? `write it as DNS has it: \`${ascii}\``
    : 'use lower-case letters, digits and hyphens, with no hyphen at an end'
}
