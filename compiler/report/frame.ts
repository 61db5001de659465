// A span → the line that it is on, with a caret below it. Secrets on the line are masked.
import type { Sources } from '../load/sources.ts'
import type { Severity, Span } from '../model/diagnostic.ts'
import type { Paint } from './paint.ts'
import { shownFile } from './shown-file.ts'

type FrameContext = {
  folder: string
  sources: Sources
  paint: Paint
  severity: Severity
  label: string | undefined
  hidden: readonly Span[]
}

const widest = 120
const mask = '<secret>'

export function frame(span: Span, context: FrameContext): string[] {
  const { folder, sources, paint, severity, label, hidden } = context
  const number = String(span.line)
  const pad = ' '.repeat(number.length)
  const place = `${pad}${paint.faint('-->')} ${shownFile(span.file, folder)}:${number}:${span.column}`
  const text = sources.get(span.file)?.split(/\r?\n/)[span.line - 1]
  if (text === undefined) return [place]
  const secrets = hidden.filter(({ file, line }) => file === span.file && line === span.line)
  const shown = cut(masked({ text, start: span.column - 1, length: span.length }, secrets))
  const before = shown.text.slice(0, shown.start).replace(/[^\t]/gu, (letter) => blank(letter))
  const caret = '^'.repeat(
    Math.max(1, columns(shown.text.slice(shown.start, shown.start + shown.length))),
  )
  const bar = paint.faint('|')
  return [
    place,
    `${pad} ${bar}`,
    `${paint.faint(number)} ${bar} ${shown.text}`,
    `${pad} ${bar} ${before}${paint[severity](label ? `${caret} ${label}` : caret)}`,
    `${pad} ${bar}`,
  ]
}

type Marked = { text: string; start: number; length: number }

/** Replaces each secret from right to left, and moves the mark along. */
function masked(marked: Marked, secrets: readonly Span[]): Marked {
  return [...secrets]
    .sort((a, b) => b.column - a.column)
    .reduce(({ text, start, length }, secret) => {
      const at = secret.column - 1
      const grown = mask.length - secret.length
      return {
        text: text.slice(0, at) + mask + text.slice(at + secret.length),
        start: at < start ? start + grown : start,
        length: at === start ? mask.length : length,
      }
    }, marked)
}

/** Keeps a very long line readable: only what is around the mark is shown. */
function cut({ text, start, length }: Marked): Marked {
  if (text.length <= widest) return { text, start, length: Math.min(length, text.length - start) }
  const from = Math.max(0, start - 40)
  const lead = from > 0 ? '…' : ''
  const part = text.slice(from, from + widest - 2)
  const tail = from + part.length < text.length ? '…' : ''
  const room = part.length - (start - from)
  return {
    text: `${lead}${part}${tail}`,
    start: start - from + lead.length,
    length: Math.min(length, room),
  }
}

// Wide letters take two columns of a terminal; close enough for East Asian text and emoji.
const isWide = (letter: string) =>
  /[\u1100-\u115f\u2e80-\uffdc]|\p{Extended_Pictographic}/u.test(letter)
const blank = (letter: string) => (isWide(letter) ? '  ' : ' ')
const columns = (text: string) => [...text].reduce((sum, letter) => sum + blank(letter).length, 0)
