// A diagnostic → the lines that it is about, with carets below what is at fault and dashes below what
// takes part in it. Secrets on the lines are masked.
import { secretMask } from '../check/secret-signs.ts'
import type { Sources } from '../load/sources.ts'
import type { Diagnostic, Span } from '../model/diagnostic.ts'
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
}

/** A part of a line with the words that stand below it. */
type Mark = {
  span: Span
  label: string | undefined
  sign: '^' | '-'
  stroke: (t: string) => string
}

export function frame(diagnostic: Diagnostic, span: Span, context: FrameContext): string[] {
  const { folder, paint } = context
  const { severity, label, related = [] } = diagnostic
  const main: Mark = { span, label, sign: '^', stroke: paint[severity] }
  const others = related.flatMap((one): Mark[] =>
    one.span ? [{ span: one.span, label: one.label, sign: '-', stroke: paint.faint }] : [],
  )
  const pad = ' '.repeat(gutterWidth(diagnostic))
  const files = [...new Set([span.file, ...others.map((one) => one.span.file)])]
  return files.flatMap((file) => {
    const [first = main, ...rest] = [main, ...others].filter((mark) => mark.span.file === file)
    const arrow = paint.faint(first === main ? '-->' : ':::')
    const place = `${shownFile(file, folder)}:${first.span.line}:${first.span.column}`
    return [`${pad}${arrow} ${place}`, ...excerpt([first, ...rest], pad, context)]
  })
}

/** The digits of the largest line number that a diagnostic shows. */
export const gutterWidth = ({ span, related = [] }: Diagnostic): number =>
  String(Math.max(0, ...[span, ...related.map((one) => one.span)].map((one) => one?.line ?? 0)))
    .length

/** The lines of one file that have marks, with what is between them left out. */
function excerpt(marks: readonly Mark[], pad: string, context: FrameContext): string[] {
  const faint = context.paint.faint
  const bar = faint('|')
  const numbers = [...new Set(marks.map(({ span }) => span.line))].sort((a, b) => a - b)
  const lines = numbers.flatMap((number, index) => {
    const shown = markedLine(
      marks.filter(({ span }) => span.line === number),
      context,
    )
    if (shown === undefined) return []
    const before = numbers[index - 1]
    return [
      ...(before !== undefined && before + 1 < number ? [faint('...')] : []),
      `${faint(String(number).padStart(pad.length))} ${bar} ${shown.text}`,
      ...labelRows(shown).map((row) => `${pad} ${bar} ${row}`),
    ]
  })
  return lines.length > 0 ? [`${pad} ${bar}`, ...lines, `${pad} ${bar}`] : []
}

/** Below the line all signs with the last one's label; then the labels of the others, right to left,
 * each below its sign. */
function labelRows({ text, marks }: Marked): string[] {
  const inOrder = [...marks].sort((a, b) => a.start - b.start)
  const isFree = inOrder.filter((one, index) => one.start >= endOf(inOrder[index - 1]))
  const [last, ...others] = [...isFree].reverse()
  if (last === undefined) return []
  const signs = isFree.map((one, index) => {
    const gap = indent(text.slice(endOf(isFree[index - 1]), one.start))
    const word = one === last && last.mark.label ? ` ${last.mark.label}` : ''
    return gap + one.mark.stroke(`${signOf(one, text)}${word}`)
  })
  const labels = others.map(
    ({ start, mark }) => indent(text.slice(0, start)) + mark.stroke(mark.label ?? ''),
  )
  return [signs.join(''), ...labels]
}

const endOf = (one: Part | undefined): number => (one ? one.start + one.length : 0)

const signOf = ({ start, length, mark }: Part, text: string): string =>
  mark.sign.repeat(Math.max(1, columns(text.slice(start, start + length))))

type Part = { start: number; length: number; mark: Mark }

/** A line with the parts of it that are marked, the one at fault first. */
type Marked = { text: string; marks: readonly Part[] }

function markedLine(marks: readonly Mark[], { sources, hidden }: FrameContext): Marked | undefined {
  const { file = '', line: number = 0 } = marks[0]?.span ?? {}
  const line = lineAt(sources, file, number)
  if (line === undefined) return undefined
  const parts = marks.map((mark) => ({
    start: mark.span.column - 1,
    length: mark.span.length,
    mark,
  }))
  const whole = { text: line.text, marks: parts }
  const near = cut(whole, { width: 2000, before: 1000, ellipsis: '' })
  const offset = line.offset + (parts[0]?.start ?? 0) - (near.marks[0]?.start ?? 0)
  const part = { file, start: offset, end: offset + near.text.length }
  const ranges = hiddenRanges(part, sources, hidden).map(({ start, end }) => ({
    start: Math.max(0, start - offset),
    end: Math.min(near.text.length, end - offset),
  }))
  const shown = cut(ranges.reduceRight(masked, near), { width: 118, before: 40, ellipsis: '…' })
  return { ...shown, text: printable(shown.text) }
}

type Window = { width: number; before: number; ellipsis: string }

/** Of a very long line, what is around the first mark. */
function cut({ text, marks }: Marked, { width, before, ellipsis }: Window): Marked {
  const from = text.length <= width ? 0 : Math.max(0, (marks[0]?.start ?? 0) - before)
  const part = text.slice(from, from + width)
  const lead = from > 0 ? ellipsis : ''
  const tail = from + part.length < text.length ? ellipsis : ''
  const end = from + part.length
  return {
    text: `${lead}${part}${tail}`,
    marks: marks
      .filter(({ start }, index) => index === 0 || (start >= from && start < end))
      .map(({ start, length, mark }) => ({
        start: start - from + lead.length,
        length: Math.min(length, end - start),
        mark,
      })),
  }
}

/** One range replaced; ranges come from right to left, and the marks move along. */
function masked({ text, marks }: Marked, range: Range): Marked {
  const shift = secretMask.length - (range.end - range.start)
  return {
    text: text.slice(0, range.start) + secretMask + text.slice(range.end),
    marks: marks.map(({ start, length, mark }) => {
      const newStart = mapped(start, range, shift, false)
      return {
        start: newStart,
        length: mapped(start + length, range, shift, true) - newStart,
        mark,
      }
    }),
  }
}

/** A position inside of what is masked goes to the mask's end or start. */
function mapped(position: number, { start, end }: Range, shift: number, isEnd: boolean): number {
  if (position <= start) return position
  if (position >= end) return position + shift
  return isEnd ? start + secretMask.length : start
}
