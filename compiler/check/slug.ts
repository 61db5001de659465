// A slug that is in no table → a typing mistake, or one that may be newer than the table.
import { type ConfigPath, pathText } from '../model/config-path.ts'
import { type Diagnostic, error, warning } from '../model/diagnostic.ts'
import type { DiagnosticCode } from '../model/diagnostic-code.ts'
import { distance, nearest } from '../report/nearest.ts'
import { quoted, shown } from '../report/quoted.ts'

export type SlugRule = {
  code: DiagnosticCode
  /** What the slug names, such as `droplet size`. */
  noun: string
  known: readonly string[]
  /** Slugs of another kind, which can't be new ones of this. */
  foreign?: readonly string[]
  foreignNoun?: string
  /** The one that goes by this name elsewhere. */
  aliasOf?: (name: string) => string | undefined
  /** Named in the help where they are few. */
  offered?: readonly string[]
  /** The form that every slug of this kind has. */
  grammar: RegExp
  /** The day the table was made. */
  tableDate: string
}

export function judgeSlug(slug: string, path: ConfigPath, rule: SlugRule): Diagnostic[] {
  if (rule.known.includes(slug)) return []
  const help = helpFor(slug, path, rule)
  if (!mayBeNew(slug, rule)) {
    const isForeign = rule.foreign?.includes(slug) ?? false
    const message = isForeign
      ? `${shown(slug)} is a ${rule.foreignNoun}, not a ${rule.noun}`
      : `${rule.noun} ${shown(slug)} does not exist`
    return [error(rule.code, path, message, { label: `not a DigitalOcean ${rule.noun}`, ...help })]
  }
  const message = `${rule.noun} ${shown(slug)} is not in the table of ${rule.tableDate}; it may be newer`
  return [
    warning(rule.code, path, message, { label: 'not known to this version of immuc', ...help }),
  ]
}

function helpFor(
  slug: string,
  path: ConfigPath,
  { known, offered, aliasOf }: SlugRule,
): { help: string } {
  const near = aliasOf?.(slug) ?? nearestInNumbers(slug, known) ?? nearest(slug, known)
  if (near !== undefined) return { help: `did you mean \`${near}\`?` }
  const longer = beginningLike(slug, known)
  if (longer.length === 1) return { help: `did you mean \`${longer[0]}\`?` }
  if (offered) return { help: `there are ${quoted(offered, 'and')}` }
  const like = longer.length > 0 ? longer : known
  const key = pathText(path)
  return {
    help: `there are ${quoted(like.slice(0, 3), 'and')}, among others: \`immuc explain ${key}\` lists them`,
  }
}

/** Of those that differ in their numbers alone, such as sizes of one family. */
function nearestInNumbers(slug: string, known: readonly string[]): string | undefined {
  const numbers = numbersOf(slug)
  const far = (other: string) =>
    numbersOf(other).reduce(
      (sum, number, index) => sum + Math.abs(Math.log((number + 1) / ((numbers[index] ?? 0) + 1))),
      0,
    )
  const alike = known.filter((other) => shapeOf(other) === shapeOf(slug))
  return numbers.length < 2 ? undefined : alike.sort((a, b) => far(a) - far(b))[0]
}

const numbersOf = (slug: string): number[] => (slug.match(/\d+/g) ?? []).map(Number)

const shapeOf = (slug: string): string => slug.replace(/\d+/g, '#')

/** Those that begin with all of it, or with as much of it as any does. */
function beginningLike(slug: string, known: readonly string[]): string[] {
  for (let length = slug.length; length >= 3; length -= 1) {
    const like = known.filter((one) => one.startsWith(slug.slice(0, length)))
    if (like.length > 0) return like
  }
  return []
}

/** A new slug differs from a known one in its numbers, or in more than a slip of the finger. */
function mayBeNew(slug: string, { known, grammar, foreign = [] }: SlugRule): boolean {
  if (!grammar.test(slug) || foreign.includes(slug)) return false
  if (known.some((other) => shapeOf(other) === shapeOf(slug))) return true
  return !known.some((other) => isSlip(slug, other))
}

/** In a short slug another letter proves nothing; two that are swapped do. */
function isSlip(slug: string, other: string): boolean {
  const sorted = (text: string) => [...text].sort().join('')
  return distance(slug, other) <= 1 && (slug.length > 4 || sorted(slug) === sorted(other))
}
