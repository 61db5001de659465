// A rollout → the two axes of its timeline: emulated time, and latency by powers of ten.
import { isLost } from '../figures.ts'
import type { Rollout } from '../recording.ts'
import type { LatencyScale } from './plot-layout.ts'

export type TimeAxis = { fromMs: number; untilMs: number; ticks: readonly number[] }

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * 1000)
const mostTicks = 9

export function timeAxis({ requests, moments, durationMs }: Rollout): TimeAxis {
  let [fromMs, untilMs] = [0, Math.max(durationMs, 1000)]
  for (const { atMs } of requests) {
    fromMs = Math.min(fromMs, atMs)
    untilMs = Math.max(untilMs, atMs)
  }
  for (const moment of moments) untilMs = Math.max(untilMs, moment.untilMs ?? moment.atMs)
  const step =
    steps.find((one) => (untilMs - fromMs) / one <= mostTicks) ??
    Math.ceil((untilMs - fromMs) / mostTicks)
  const first = Math.ceil(fromMs / step)
  const tickCount = Math.floor(untilMs / step) - first + 1
  const ticks = Array.from({ length: tickCount }, (_, index) => (first + index) * step)
  return { fromMs, untilMs, ticks }
}

/** In percent of the axis, cut at its ends. */
export const timePosition = (atMs: number, { fromMs, untilMs }: TimeAxis): number =>
  Math.min(100, Math.max(0, ((atMs - fromMs) / (untilMs - fromMs)) * 100))

export type LatencyAxis = LatencyScale & { ticks: readonly number[] }

export function latencyAxis({ requests }: Rollout): LatencyAxis {
  let [least, most] = [Number.POSITIVE_INFINITY, 10]
  for (const request of requests) {
    if (isLost(request)) continue
    least = Math.min(least, request.tookMs)
    most = Math.max(most, request.tookMs)
  }
  const first = Math.floor(Math.log10(Math.min(1, Math.max(0.1, least))))
  const last = Math.ceil(Math.log10(most))
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index))
  return { fromMs: 10 ** first, untilMs: 10 ** last, ticks }
}
