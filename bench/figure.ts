// What was measured, run by run → how it stands to its aim. The ratio that counts is the one of the
// medians; the median of the ratios of the pairs is kept beside it.

export type Unit = 'ms' | 'MB' | 'packages' | 'requests/s'

/** `times`: ours ÷ theirs at most. `faster`: theirs ÷ ours at least. `rate`: ours ÷ theirs at least. */
export type Aim = { times: number } | { faster: number } | { rate: number } | { most: number }

export type Figure = {
  what: string
  unit: Unit
  ours: readonly number[]
  against?: string
  /** Taken in turn with ours, so that both saw the same machine. */
  theirs?: readonly number[]
  aim?: Aim
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export const ratioOfMedians = (above: readonly number[], below: readonly number[]): number =>
  median(above) / median(below)

export const medianOfRatios = (above: readonly number[], below: readonly number[]): number =>
  median(above.map((value, index) => value / (below[index] ?? Number.NaN)))

/** As the aim wants it: above the line what should be large, or small. */
export function ratioOf(
  { ours, theirs, aim = { times: 0 } }: Figure,
  ratio = ratioOfMedians,
): number | undefined {
  if (theirs === undefined || 'most' in aim) return undefined
  return 'faster' in aim ? ratio(theirs, ours) : ratio(ours, theirs)
}

export function meets(figure: Figure): boolean {
  const { aim, ours } = figure
  if (aim === undefined) return true
  if ('most' in aim) return median(ours) <= aim.most
  const ratio = ratioOf(figure) ?? Number.NaN
  if ('times' in aim) return ratio <= aim.times
  return ratio >= ('faster' in aim ? aim.faster : aim.rate)
}
