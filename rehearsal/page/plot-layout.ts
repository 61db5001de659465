// Where things stand in the plot of a rollout's requests, in CSS pixels from its top. The page's HTML
// and the script that draws on the canvas keep to the same numbers.

export const plotLayout = {
  height: 260,
  /** Lost requests, apart from all others. */
  lost: { top: 0, bottom: 30 },
  answered: { top: 44, bottom: 226 },
  /** Which release has answered. */
  share: { top: 240, bottom: 252 },
} as const

export type LatencyScale = { fromMs: number; untilMs: number }

/** Logarithmic: 0 at the bottom, 1 at the top. */
export const latencyPosition = (tookMs: number, { fromMs, untilMs }: LatencyScale): number =>
  Math.log(Math.min(untilMs, Math.max(fromMs, tookMs)) / fromMs) / Math.log(untilMs / fromMs)

export function latencyTop(tookMs: number, scale: LatencyScale): number {
  const { top, bottom } = plotLayout.answered
  return bottom - latencyPosition(tookMs, scale) * (bottom - top)
}
