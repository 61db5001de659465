// Where words and data go: data to stdout, words to stderr, colour only for a person. Node opens
// each of the two when it is first asked for, which takes longer than most of a build: so the
// answers are found when they are needed.
import { fstatSync } from 'node:fs'
import { colourPaint, type Paint, plainPaint } from '../compiler/report/paint.ts'
import { exitCode } from './exit-code.ts'

export type Terminal = {
  readonly paint: Paint
  /** Nobody reads along: say only what is wrong. */
  readonly quiet: boolean
  say: (text: string) => void
  data: (text: string) => void
  /** For data that a person reads. */
  readonly dataPaint: Paint
  /** Of stdout; more than any text needs where that is no terminal. */
  readonly columns: number
}

export const terminal = (): Terminal => ({
  get paint() {
    return paintOf(2)
  },
  get dataPaint() {
    return paintOf(1)
  },
  get quiet() {
    return !isTerminal(2)
  },
  get columns() {
    return isTerminal(1) ? process.stdout.columns : Number.POSITIVE_INFINITY
  },
  say,
  data,
})

function paintOf(descriptor: 1 | 2): Paint {
  const { NO_COLOR, TERM } = process.env
  return isTerminal(descriptor) && !NO_COLOR && TERM !== 'dumb' ? colourPaint : plainPaint
}

function say(text: string): void {
  // There is no place left to say it.
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => {})
  process.stderr.write(`${text}\n`)
}

function data(text: string): void {
  if (!process.stdout.listeners('error').includes(dataLost)) process.stdout.on('error', dataLost)
  process.stdout.write(text)
}

/** No terminal is a pipe or a file, which is faster to find out. */
function isTerminal(descriptor: 1 | 2): boolean {
  try {
    if (!fstatSync(descriptor).isCharacterDevice()) return false
  } catch {
    return false
  }
  return (descriptor === 1 ? process.stdout : process.stderr).isTTY === true
}

/** A reader that has seen enough, as `head` has, is no fault; a full disk is one. */
function dataLost(failure: NodeJS.ErrnoException): void {
  if (failure.code === 'EPIPE') return
  process.stderr.write(`immuc: the output can't be written: ${failure.message}\n`)
  process.exit(exitCode.fault)
}
