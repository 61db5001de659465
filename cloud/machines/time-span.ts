// A time span as systemd.time(7) writes it -> seconds; a bare number is seconds, and `infinity` is
// Infinity.

const units: [RegExp, number][] = [
  [/^(?:usec|us|µs)$/, 1e-6],
  [/^(?:msec|ms)$/, 1e-3],
  [/^(?:seconds?|sec|s|)$/, 1],
  [/^(?:minutes?|min|m)$/, 60],
  [/^(?:hours?|hr|h)$/, 3600],
  [/^(?:days?|d)$/, 86_400],
  [/^(?:weeks?|w)$/, 604_800],
]

/** Undefined for what is no time span. */
export function timeSpan(text: string): number | undefined {
  if (text.trim() === 'infinity') return Number.POSITIVE_INFINITY
  if (!/^\s*(\d+(\.\d+)?\s*[a-zµ]*\s*)+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*([a-zµ]*)/g)].map(([, number, unit]) => {
    const seconds = units.find(([pattern]) => pattern.test(unit ?? ''))?.[1]
    return seconds === undefined ? Number.NaN : Number(number) * seconds
  })
  const sum = parts.reduce((total, part) => total + part, 0)
  return Number.isNaN(sum) ? undefined : sum
}
