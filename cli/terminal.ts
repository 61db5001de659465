// Where words and data go: data to stdout, words to stderr, colour only for a person.
import { colourPaint, type Paint, plainPaint } from '../compiler/report/paint.ts'

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
  const wantsColour = isPerson && !env.NO_COLOR && env.TERM !== 'dumb'
  return {
    paint: wantsColour ? colourPaint : plainPaint,
    quiet: !isPerson,
    say: (text) => void stderr.write(`${text}\n`),
    data: (text) => void stdout.write(text),
  }
}
