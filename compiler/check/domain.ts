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

type Fault = { why: string; help: string; label?: string } | undefined

function demand(path: ConfigPath, name: string, fault: Fault): Diagnostic[] {
  if (fault === undefined) return []
  const { why, help, label = why } = fault
  const key = String(path.at(-1))
  return [error('dns-name', path, `${shown(name)} can't be the ${key}: ${why}`, { label, help })]
}

function zoneFault(zone: string): Fault {
  if (/^https?:/.test(zone)) {
    const host = URL.canParse(zone) ? new URL(zone).hostname : 'deploy.example.com'
    return { why: 'it is a URL', label: 'a URL', help: `write the name alone: \`${host}\`` }
  }
  if (zone.endsWith('.'))
    return { why: 'it ends with a dot', help: `write \`${zone.slice(0, -1)}\`` }
  if (!zone.includes('.')) {
    return { why: 'it has no dot', help: 'write a whole zone, such as `deploy.example.com`' }
  }
  return labelsFault(zone.split('.'))
}

function recordFault(record: string, zone: string): Fault {
  if (record === '@') return undefined
  if (record.endsWith(`.${zone}`) || record === zone) {
    const mended = record === zone ? '@' : record.slice(0, -zone.length - 1)
    const why = 'it repeats the zone, which is appended to it'
    return { why, label: 'ends with the zone', help: `did you mean \`${mended}\`?` }
  }
  if (record.includes('*')) {
    const why = 'a wildcard has no address to wait for'
    return { why, label: 'a wildcard', help: 'name one record, such as `app`' }
  }
  return labelsFault(record.split('.'))
}

function labelsFault(labels: readonly string[]): Fault {
  const wrong = labels.find((label) => !isLabel(label))
  if (wrong === undefined) {
    return labels.some((label) => label.length > 63)
      ? { why: 'a part of it is longer than 63 characters', help: 'shorten that part' }
      : undefined
  }
  if (wrong === '') return { why: 'a part of it is empty', help: 'remove the surplus dot' }
  return {
    why: `${shown(wrong)} can't be a part of a DNS name`,
    label: labelFault(wrong),
    help: labelHelp(labels.join('.')),
  }
}

const isLabel = (text: string): boolean => /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?$/.test(text)

function labelFault(label: string): string {
  if (/[^\0-\x7f]/.test(label)) return 'holds other letters than ASCII has'
  if (/[A-Z]/.test(label)) return 'holds capitals'
  return /^-|-$/.test(label)
    ? 'has a hyphen at an end'
    : 'holds other signs than letters and digits'
}

function labelHelp(name: string): string {
  const ascii = domainToASCII(name)
  if (/[^\0-\x7f]/.test(name) && ascii !== '') return `write it as DNS has it: \`${ascii}\``
  const lower = name.toLowerCase()
  return lower.split('.').every(isLabel)
    ? `write \`${lower}\``
    : 'use lower-case letters, digits and hyphens, with no hyphen at an end'
}
