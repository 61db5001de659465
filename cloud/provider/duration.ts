// Durations as Go writes them ("1h30m", "270s") ↔ milliseconds.
const units: { readonly [unit: string]: number } = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
}

/** Milliseconds of a Go duration, or undefined if it is none. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return undefined
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)
  return [...parts].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0),
    0,
  )
}

/** 60000 → "1m0s", as the SDK's messages have it. */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1_000
  if (seconds < 60) return `${seconds}s`
  const rest = `${Math.floor(seconds / 60) % 60}m${seconds % 60}s`
  return seconds < 3_600 ? rest : `${Math.floor(seconds / 3_600)}h${rest}`
}
