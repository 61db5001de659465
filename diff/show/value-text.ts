// A value of the config → what a reader sees of it, short and on one line. A secret has no value here,
// and what looks like one is masked.
import { secretForms, secretMask } from '../../compiler/check/secret-signs.ts'
import type { Data } from '../../compiler/load/to-data.ts'
import { printable } from '../../compiler/report/quoted.ts'

const longest = 40

export function valueText(value: Data | undefined): string {
  if (value === undefined) return 'absent'
  if (isMarked(value, 'secret')) return 'secret()'
  if (isMarked(value, 'plain')) return `plain(${valueText(value.plain ?? '')})`
  const text = typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : braced(value)
  if (secretForms(text).length > 0) return secretMask
  const line = printable(
    text.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t'),
  )
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line
}

const isMarked = (value: Data, word: string): value is { [name: string]: Data } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).length === 1 &&
  Object.hasOwn(value, word)

const braced = (value: Data): string =>
  typeof value !== 'object' || value === null
    ? String(value)
    : Array.isArray(value)
      ? `[${value.map(valueText).join(', ')}]`
      : `{ ${Object.entries(value)
          .map(([name, one]) => `${name}: ${valueText(one)}`)
          .join(', ')} }`
