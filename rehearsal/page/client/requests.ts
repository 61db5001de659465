// The numbers that a timeline carries → its requests, each where it stands on a canvas of any width.
import type { DotKind, Dots } from '../dots.ts'
import { latencyTop, plotLayout } from '../plot-layout.ts'

export type Dot = { atMs: number; tookMs: number; kind: DotKind }

export type Plot = {
  dots: readonly Dot[]
  left: (atMs: number, width: number) => number
  top: (dot: Dot) => number
}

export function readPlot(text: string): Plot {
  const { time, latency, kinds, since, tookMs, kind } = JSON.parse(text) as Dots
  let atMs = 0
  const dots = since.flatMap((gap, index): Dot[] => {
    atMs += gap
    const found = kinds[kind[index] ?? -1]
    return found ? [{ atMs, tookMs: tookMs[index] ?? 0, kind: found }] : []
  })
  const lostTop = (plotLayout.lost.top + plotLayout.lost.bottom) / 2
  return {
    dots,
    left: (at, width) => ((at - time.fromMs) / (time.untilMs - time.fromMs)) * width,
    top: (dot) => (dot.kind.lost ? lostTop : latencyTop(dot.tookMs, latency)),
  }
}

/** The dot that is closest to that place, if one is close at all. */
export function nearest(plot: Plot, x: number, y: number, width: number): number | undefined {
  let [found, least] = [-1, reach * reach]
  for (let index = firstFrom(plot, x - reach, width); index < plot.dots.length; index += 1) {
    const dot = plot.dots[index]
    if (dot === undefined) break
    const aside = plot.left(dot.atMs, width) - x
    if (aside > reach) break
    const distance = aside ** 2 + (plot.top(dot) - y) ** 2
    if (distance < least) [found, least] = [index, distance]
  }
  return found < 0 ? undefined : found
}

const reach = 24

/** By halves, since they are sorted. */
function firstFrom({ dots, left }: Plot, x: number, width: number): number {
  let [low, high] = [0, dots.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (left(dots[middle]?.atMs ?? 0, width) < x) low = middle + 1
    else high = middle
  }
  return low
}
