// Numbers → the words that the table and the report page show them by. The same on every machine,
// whatever its locale.

export const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',')

export const counted = (value: number, noun: string): string =>
  `${count(value)} ${noun}${value === 1 ? '' : 's'}`

/** A length of time: `3.4 ms`, `870 ms`, `1.4 s`, `2 min 31 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 9.95) return `${trimmed(milliseconds.toFixed(1))} ms`
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 59_950) return `${trimmed((milliseconds / 1000).toFixed(1))} s`
  const seconds = Math.round(milliseconds / 1000)
  const rest = seconds % 60
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`
}

/** An instant of a rollout: `0:42`, `−0:10`; with tenths where asked for. */
export function instant(milliseconds: number, digits = 0): string {
  const sign = milliseconds < 0 ? '−' : ''
  const unit = 10 ** digits
  const rounded = Math.round((Math.abs(milliseconds) / 1000) * unit) / unit
  const minutes = Math.floor(rounded / 60)
  const seconds = (rounded - minutes * 60).toFixed(digits)
  return `${rounded === 0 ? '' : sign}${minutes}:${seconds.padStart(digits === 0 ? 2 : 3 + digits, '0')}`
}

const trimmed = (decimal: string): string => decimal.replace(/\.0$/, '')
