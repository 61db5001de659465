// Where words and data go: data to stdout, words to stderr, colour only for a person.
import { colourPaint, type Paint, plainPaint } from '../compiler/report/paint.ts'
import { exitCode } from './exit-code.ts'

export type Terminal = {
  paint: Paint
  /** Nobody reads along: say only what is wrong. */
  quiet: boolean
  say: (text: string) => void
  data: (text: string) => void
  /** For data that a person reads: its colours, and the columns that it has. */
  dataPaint: Paint
  dataWidth: number
}

export function terminal(): Terminal {
  const { stderr, stdout, env } = process
  const isPerson = stderr.isTTY === true
  const paintFor = (isRead: boolean): Paint =>
    isRead && !env.NO_COLOR && env.TERM !== 'dumb' ? colourPaint : plainPaint
  stdout.on('error', dataLost)
  // There is no place left to say it.
  stderr.on('error', () => {})
  return {
    paint: paintFor(isPerson),
    quiet: !isPerson,
    say: (text) => void stderr.write(`${text}\n`),
    data: (text) => void stdout.write(text),
    dataPaint: paintFor(stdout.isTTY === true),
    dataWidth: Math.min(widest, Math.max(narrowest, stdout.columns ?? usual)),
  }
}

// Longer lines are hard to read, and shorter ones can't hold a table.
const [narrowest, usual, widest] = [60, 80, 100]

/** A reader that has seen enough, as `head` has, is no fault; a full disk is one. */
function dataLost(failure: NodeJS.ErrnoException): void {
  if (failure.code === 'EPIPE') return
  process.stderr.write(`immuc: the output can't be written: ${failure.message}\n`)
  process.exit(exitCode.fault)
}
