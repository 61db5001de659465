// A slug that is in no table → a typing mistake, or one that may be newer than the table.
import type { ConfigPath } from '../model/config-path.ts'
import { type Diagnostic, error, warning } from '../model/diagnostic.ts'
import type { DiagnosticCode } from '../model/diagnostic-code.ts'
import { distance, nearest } from '../report/nearest.ts'
import { shown } from '../report/quoted.ts'

export type SlugRule = {
  code: DiagnosticCode
  /** What the slug names, such as `droplet size`. */
  noun: string
  known: readonly string[]
  /** The form that every slug of this kind has. */
  grammar: RegExp
  /** The day the table was made. */
  tableDate: string
}

export function judgeSlug(slug: string, path: ConfigPath, rule: SlugRule): Diagnostic[] {
  if (rule.known.includes(slug)) return []
  const near = nearest(slug, rule.known)
  const suggestion = near === undefined ? {} : { help: `did you mean \`${near}\`?` }
  const label = `not a DigitalOcean ${rule.noun}`
  if (!mayBeNew(slug, rule)) {
    return [
      error(rule.code, path, `${rule.noun} ${shown(slug)} does not exist`, {
        label,
        ...suggestion,
      }),
    ]
  }
  return [
    warning(
      rule.code,
      path,
      `${rule.noun} ${shown(slug)} is not in the table of ${rule.tableDate}; it may be newer`,
      {
        label: 'not known to this version of immuc',
        ...suggestion,
      },
    ),
  ]
}

/** A new slug differs from a known one in its numbers, or in more than a slip of the finger. */
function mayBeNew(slug: string, { known, grammar }: SlugRule): boolean {
  if (!grammar.test(slug)) return false
  const shape = (text: string) => text.replace(/\d+/g, '#')
  if (known.some((other) => shape(other) === shape(slug))) return true
  return !known.some((other) => distance(slug, other) <= 1)
}
