// Words → words in colour, or as they are.
import type { Severity } from '../model/diagnostic.ts'

type Stroke = (text: string) => string

export type Paint = Record<Severity | 'strong' | 'faint' | 'good', Stroke>

const asIs: Stroke = (text) => text
const sgr =
  (code: string): Stroke =>
  (text) =>
    `\u001b[${code}m${text}\u001b[0m`

export const plainPaint: Paint = {
  error: asIs,
  warning: asIs,
  strong: asIs,
  faint: asIs,
  good: asIs,
}

export const colourPaint: Paint = {
  error: sgr('1;31'),
  warning: sgr('1;33'),
  strong: sgr('1'),
  faint: sgr('34'),
  good: sgr('32'),
}
