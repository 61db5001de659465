// What there is to say about a key → text for a terminal.

import { codesAbout } from './codes-about.ts'
import { type KeyReference, keyReferencesOf } from './key-reference.ts'
import { keySummary } from './key-summary.ts'
import { definitions, tableLines, wrapped } from './layout.ts'
import type { TextStyle } from './page-text.ts'

export function keyText(reference: KeyReference, style: TextStyle): string {
  const { width, paint } = style
  const layout = { width, indent: '  ', paint: paint.faint }
  const below = keyReferencesOf(reference.keys)
  return sections([
    [paint.strong(reference.key)],
    wrapped(reference.description, width, '  '),
    definitions(facts(reference), layout),
    titled(
      'Keys',
      definitions(
        below.map((one) => [one.key, keySummary(one)]),
        layout,
      ),
      style,
    ),
    titled('Becomes', definitions(Object.entries(reference.becomes ?? {}), layout), style),
    valueLines(reference, style),
  ])
}

const sections = (parts: readonly (readonly string[])[]): string =>
  parts
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')

const titled = (title: string, lines: readonly string[], { paint }: TextStyle): string[] =>
  lines.length === 0 ? [] : [paint.strong(title), ...lines]

/** That of an object follows from its keys. */
const defaultOf = ({ isRequired, type, ...rest }: KeyReference): string =>
  isRequired
    ? 'none: it has to be there'
    : type === 'object'
      ? 'it may be left out'
      : (rest.default ?? 'none: it may be left out')

function facts(reference: KeyReference): [string, string][] {
  const { type, unit, allowed, example } = reference
  const codes = codesAbout(reference.key)
  const entries: [string, string | undefined][] = [
    ['type', unit ? `${type}, in ${unit}` : type],
    ['allowed', allowed],
    ['default', defaultOf(reference)],
    ['example', example],
    ['errors', codes.length > 0 ? codes.join(', ') : undefined],
  ]
  return entries.flatMap(([term, text]) => (text === undefined ? [] : [[term, text]]))
}

function valueLines({ values }: KeyReference, style: TextStyle): string[] {
  if (values === undefined) return []
  const [head = '', ...rows] = tableLines([values.columns, ...values.rows], '  ')
  const title = `What DigitalOcean offers, as of ${values.date}`
  return titled(title, [style.paint.faint(head), ...rows], style)
}
