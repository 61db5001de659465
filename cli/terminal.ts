// Where words and data go: data to stdout, words to stderr, colour only for a person.
import { colourPaint, type Paint, plainPaint } from '../compiler/report/paint.ts'
import { exitCode } from './exit-code.ts'
import { wantsColour } from './wants-colour.ts'

export type Terminal = {
  paint: Paint
  /** Nobody reads along: say only what is wrong. */
  quiet: boolean
  say: (text: string) => void
  data: (text: string) => void
}

export function terminal(): Terminal {
  const { stderr, stdout, env } = process
  const isPerson = stderr.isTTY === true
  stdout.on('error', dataLost)
  // There is no place left to say it.
  stderr.on('error', () => {})
  return {
    paint: wantsColour(isPerson, env) ? colourPaint : plainPaint,
    quiet: !isPerson,
    say: (text) => void stderr.write(`${text}\n`),
    data: (text) => void stdout.write(text),
  }
}

/** A reader that has seen enough, as `head` has, is no fault; a full disk is one. */
function dataLost(failure: NodeJS.ErrnoException): void {
  if (failure.code === 'EPIPE') return
  process.stderr.write(`immuc: the output can't be written: ${failure.message}\n`)
  process.exit(exitCode.fault)
}
