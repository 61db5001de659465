// Diagnostics and sources → the report that a person reads.
import { pathText } from '../model/config-path.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { frame, gutterWidth } from './frame.ts'
import type { Hidden } from './hide.ts'
import { type Paint, plainPaint } from './paint.ts'
import { type PlaceContext, place } from './place.ts'
import { printable } from './quoted.ts'
import { shownFile } from './shown-file.ts'

export type ReportContext = PlaceContext & {
  /** File names are shown relative to it. */
  folder: string
  paint?: Paint
}

/** At most this many are printed; a config that is wrong all over needs no more. */
const most = 100

export function report(diagnostics: readonly Diagnostic[], context: ReportContext): string {
  const { diagnostics: shown, rest, hidden } = place(diagnostics, context, most)
  const blocks = shown.map((diagnostic, index) => {
    const isFollowed = isSameAdvice(diagnostic, shown[index + 1])
    return block(diagnostic, hidden, context) + (isFollowed ? '' : notes(diagnostic, context))
  })
  return `${blocks.join('')}${rest > 0 ? `and ${rest} more\n\n` : ''}`.slice(0, -1)
}

/** A list of one fault at many files is said as a list, with the advice at its end. */
const isSameAdvice = (one: Diagnostic, next: Diagnostic | undefined): boolean =>
  next !== undefined &&
  [one, next].every(({ span, path }) => span === undefined && path.length === 0) &&
  one.code === next.code &&
  one.help === next.help

function block(diagnostic: Diagnostic, hidden: Hidden, context: ReportContext): string {
  const { severity, code, message, span, path } = diagnostic
  const { configPath, folder, paint = plainPaint, sources } = context
  const title = `${paint[severity](`${severity}[${code}]`)}${paint.strong(`: ${printable(message)}`)}`
  const isInConfig = configPath !== undefined && path.length > 0
  const place = isInConfig ? [` ${paint.faint('-->')} ${shownFile(configPath, folder)}`] : []
  const where = span ? frame(diagnostic, span, { folder, sources, hidden, paint }) : place
  return `${[title, ...where].join('\n')}\n`
}

function notes(diagnostic: Diagnostic, { paint = plainPaint }: ReportContext): string {
  const { code, path, cause, help } = diagnostic
  const gutter = ' '.repeat(gutterWidth(diagnostic))
  const note = (word: string, text: string | undefined) =>
    text === undefined ? '' : `${gutter} ${paint.faint('=')} ${word}: ${printable(text)}\n`
  const at = path.length > 0 ? shortened(pathText(path)) : undefined
  return [
    note('at', at),
    note('cause', cause),
    note('help', help),
    note('more', `immuc explain ${code}`),
    '\n',
  ].join('')
}

const longestPath = 120

const shortened = (text: string): string =>
  text.length > longestPath ? `${text.slice(0, longestPath - 1)}…` : text

/** `2 errors, 1 warning`. */
export function tally(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: string) =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
  return (['error', 'warning'] as const)
    .map((severity) => [count(severity), severity] as const)
    .filter(([number]) => number > 0)
    .map(([number, severity]) => `${number} ${severity}${number > 1 ? 's' : ''}`)
    .join(', ')
}
