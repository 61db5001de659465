// What somebody asks to have explained → the key or the code that it is, or the nearest names.
import type { DiagnosticCode } from '../compiler/model/diagnostic-code.ts'
import { nearest } from '../compiler/report/nearest.ts'

export type Topic =
  | { kind: 'key'; name: string }
  | { kind: 'code'; name: DiagnosticCode }
  | { kind: 'unknown'; near: readonly string[] }

type Names = { keys: readonly string[]; codes: readonly DiagnosticCode[] }

export function topicOf(asked: string, { keys, codes }: Names): Topic {
  const code = codes.find((name) => name === asked.replace(/^(error|warning)?\[(.*)\]$/, '$2'))
  if (code !== undefined) return { kind: 'code', name: code }
  const wanted = plainKey(asked)
  const exact = keys.find((name) => matches(name, wanted))
  if (exact !== undefined) return { kind: 'key', name: exact }
  const ending = keys.filter((name) => lastOf(name).toLowerCase() === wanted.toLowerCase())
  const [only, ...others] = ending
  if (only !== undefined && others.length === 0) return { kind: 'key', name: only }
  return { kind: 'unknown', near: only === undefined ? nearNames(wanted, keys, codes) : ending }
}

/** `app.env["A B"]` and `access.sshFrom[0]`, as reports write them, are `app.env.A B` and
 * `access.sshFrom`. */
const plainKey = (asked: string): string =>
  asked
    .replace(/\["(.*?)"\]/g, '.$1')
    .replace(/\[\d+\]/g, '')
    .replace(/\.$/, '')

/** Any name stands for a `*`. */
const matches = (name: string, wanted: string): boolean =>
  name === wanted ||
  (name.endsWith('.*') && wanted.startsWith(name.slice(0, -1)) && wanted.length > name.length - 1)

const lastOf = (key: string): string => key.slice(key.lastIndexOf('.') + 1)

function nearNames(wanted: string, keys: readonly string[], codes: readonly string[]): string[] {
  const whole = nearest(wanted, [...keys, ...codes])
  if (whole !== undefined) return [whole]
  const last = nearest(
    lastOf(wanted),
    keys.map(lastOf).filter((name) => name !== '*'),
  )
  return last === undefined ? [] : keys.filter((name) => lastOf(name) === last)
}
