// Where words and data go: data to stdout, words to stderr, colour only for a person. Node opens a
// stream for each of the two when it is first asked for, which takes longer than most of a build: so
// the answers are found when they are needed, and the streams are for what the system does not take.
import { fstatSync, writeSync } from 'node:fs'
import { colourPaint, type Paint, plainPaint } from '../compiler/report/paint.ts'
import { exitCode } from './exit-code.ts'
import { wantsColour } from './wants-colour.ts'

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

const paintOf = (descriptor: 1 | 2): Paint =>
  wantsColour(isTerminal(descriptor), process.env) ? colourPaint : plainPaint

const isPending = { 1: false, 2: false }

/** Nothing was said that could still be on its way. */
export const isSilent = (): boolean => !isPending[1] && !isPending[2]

function say(text: string): void {
  const rest = writeAtOnce(2, `${text}\n`, () => {})
  if (rest === '') return
  // There is no place left to say it.
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => {})
  process.stderr.write(rest)
}

function data(text: string): void {
  const rest = writeAtOnce(1, text, dataLost)
  if (rest === '') return
  if (!process.stdout.listeners('error').includes(dataLost)) process.stdout.on('error', dataLost)
  process.stdout.write(rest)
}

/** What is left is for Node's stream: a reader that is slow is waited for there, and on Windows so is
 * every one. */
function writeAtOnce(
  descriptor: 1 | 2,
  text: string,
  onFailure: (failure: NodeJS.ErrnoException) => void,
): string | Uint8Array {
  if (process.platform === 'win32') isPending[descriptor] = true
  if (isPending[descriptor]) return text
  const bytes = Buffer.from(text)
  let at = 0
  try {
    while (at < bytes.length) at += writeSync(descriptor, bytes, at)
  } catch (error) {
    const failure = error as NodeJS.ErrnoException
    isPending[descriptor] = failure.code === 'EAGAIN'
    if (isPending[descriptor]) return bytes.subarray(at)
    onFailure(failure)
  }
  return ''
}

/** No terminal is a pipe or a file, which is faster to find out. In big integers, because Node's
 * `realpathSync` looks at what the last call in small ones has found: after a pipe it follows no
 * symbolic link, and a package that is linked, as pnpm does it, would not find its own packages. */
function isTerminal(descriptor: 1 | 2): boolean {
  try {
    if (!fstatSync(descriptor, { bigint: true }).isCharacterDevice()) return false
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
