// A span → the line that it is on, with a caret below it. Secrets on the line are masked.
import { secretMask } from '../check/secret-signs.ts'
import type { Sources } from '../load/sources.ts'
import type { Severity, Span } from '../model/diagnostic.ts'
import { type Hidden, hiddenRanges } from './hide.ts'
import type { Paint } from './paint.ts'
import { printable } from './quoted.ts'
import { shownFile } from './shown-file.ts'
import { lineAt } from './source-text.ts'
import { columns, indent } from './text-width.ts'
import type { Range } from './unparsed-secrets.ts'

export type FrameContext = {
  folder: string
  sources: Sources
  hidden: Hidden
  paint: Paint
  severity: Severity
  label: string | undefined
}

export function frame(span: Span, context: FrameContext): string[] {
  const { folder, paint, severity, label } = context
  const number = String(span.line)
  const pad = ' '.repeat(number.length)
  const place = `${pad}${paint.faint('-->')} ${shownFile(span.file, folder)}:${number}:${span.column}`
  const marked = markedLine(span, context)
  if (marked === undefined) return [place]
  const { text, start, length } = marked
  const caret = '^'.repeat(Math.max(1, columns(text.slice(start, start + length))))
  const bar = paint.faint('|')
  return [
    place,
    `${pad} ${bar}`,
    `${paint.faint(number)} ${bar} ${text}`,
    `${pad} ${bar} ${indent(text.slice(0, start))}${paint[severity](label ? `${caret} ${label}` : caret)}`,
    `${pad} ${bar}`,
  ]
}

type Marked = { text: string; start: number; length: number }

function markedLine(span: Span, { sources, hidden }: FrameContext): Marked | undefined {
  const line = lineAt(sources, span.file, span.line)
  if (line === undefined) return undefined
  const whole = { text: line.text, start: span.column - 1, length: span.length }
  const near = cut(whole, { width: 2000, before: 1000, ellipsis: '' })
  const offset = line.offset + whole.start - near.start
  const part = { file: span.file, start: offset, end: offset + near.text.length }
  const ranges = hiddenRanges(part, sources, hidden).map(({ start, end }) => ({
    start: Math.max(0, start - offset),
    end: Math.min(near.text.length, end - offset),
  }))
  const shown = cut(ranges.reduceRight(masked, near), { width: 118, before: 40, ellipsis: '…' })
  return { ...shown, text: printable(shown.text) }
}

type Window = { width: number; before: number; ellipsis: string }

/** Of a very long line, what is around the mark. */
function cut({ text, start, length }: Marked, { width, before, ellipsis }: Window): Marked {
  const from = text.length <= width ? 0 : Math.max(0, start - before)
  const part = text.slice(from, from + width)
  const lead = from > 0 ? ellipsis : ''
  const tail = from + part.length < text.length ? ellipsis : ''
  return {
    text: `${lead}${part}${tail}`,
    start: start - from + lead.length,
    length: Math.min(length, from + part.length - start),
  }
}

/** One range replaced; ranges come from right to left, and the mark moves along. */
function masked({ text, start, length }: Marked, range: Range): Marked {
  const shift = secretMask.length - (range.end - range.start)
  const newEnd = mapped(start + length, range, shift, true)
  const newStart = mapped(start, range, shift, false)
  return {
    text: text.slice(0, range.start) + secretMask + text.slice(range.end),
    start: newStart,
    length: newEnd - newStart,
  }
}

/** A position inside of what is masked goes to the mask's end or start. */
function mapped(position: number, { start, end }: Range, shift: number, isEnd: boolean): number {
  if (position <= start) return position
  if (position >= end) return position + shift
  return isEnd ? start + secretMask.length : start
}
