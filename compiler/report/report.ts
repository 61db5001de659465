// Diagnostics and sources → the report that a person reads.
import type { Sources } from '../load/sources.ts'
import { pathText } from '../model/config-path.ts'
import type { Diagnostic, Span } from '../model/diagnostic.ts'
import { frame } from './frame.ts'
import { locate } from './locate.ts'
import { type Paint, plainPaint } from './paint.ts'

export type ReportContext = {
  /** File names are shown relative to it. */
  folder: string
  configPath?: string
  sources: Sources
  paint?: Paint
}

export type Placed = Diagnostic & { span?: Span }

/** At most this many are printed; a config that is wrong all over needs no more. */
const most = 100

/** Gives each diagnostic its place in the source, and sorts them in file order. */
export function place(diagnostics: readonly Diagnostic[], context: ReportContext): Placed[] {
  const placed = diagnostics.map((diagnostic) => placeOne(diagnostic, context))
  const order = ({ span }: Placed) => (span ? span.line * 10_000 + span.column : 0)
  const file = ({ span }: Placed) => (span?.file === context.configPath ? '' : (span?.file ?? ''))
  return placed.sort((a, b) => file(a).localeCompare(file(b)) || order(a) - order(b))
}

function placeOne(diagnostic: Diagnostic, { configPath, sources }: ReportContext): Placed {
  if (diagnostic.span || configPath === undefined) return diagnostic
  if (diagnostic.path.length === 0 && !diagnostic.pointsAtKey && !diagnostic.label)
    return diagnostic
  const located = locate(configPath, sources, diagnostic.path, diagnostic.pointsAtKey ?? false)
  // A secret that can't be pointed at exactly could not be masked either.
  if (located === undefined || (diagnostic.hidesValue && !located.exact)) return diagnostic
  return { ...diagnostic, span: located.span }
}

export function report(placed: readonly Placed[], context: ReportContext): string {
  const hidden = placed.filter((one) => one.hidesValue).flatMap(({ span }) => span ?? [])
  const blocks = placed.slice(0, most).map((diagnostic) => block(diagnostic, context, hidden))
  const rest = placed.length - blocks.length
  if (rest > 0) blocks.push(`and ${rest} more\n`)
  return blocks.join('\n')
}

function block(diagnostic: Placed, context: ReportContext, hidden: readonly Span[]): string {
  const { severity, code, message, span, path, help } = diagnostic
  const paint = context.paint ?? plainPaint
  const title = `${paint[severity](`${severity}[${code}]`)}${paint.strong(`: ${message}`)}`
  const gutter = span ? ' '.repeat(String(span.line).length) : ''
  const note = (word: string, text: string) => `${gutter} ${paint.faint('=')} ${word}: ${text}`
  const lines = [
    title,
    ...(span ? frame(span, { ...context, paint, severity, label: diagnostic.label, hidden }) : []),
    ...(path.length > 0 ? [note('at', pathText(path))] : []),
    ...(help === undefined ? [] : [note('help', help)]),
  ]
  return `${lines.join('\n')}\n`
}

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
