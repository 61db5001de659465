// A scale -> emulated time. Every delay of the emulated cloud goes through one clock, so a scale of 10
// makes all waits ten times shorter together and keeps their order.

export type Clock = {
  readonly scale: number
  /** Emulated milliseconds since the epoch. */
  now: () => number
  /** Calls `what` once that many emulated milliseconds have passed; the result cancels it. */
  after: (milliseconds: number, what: () => void) => () => void
  /** Never settles when the clock is stopped meanwhile. */
  sleep: (milliseconds: number) => Promise<void>
  /** Moves emulated time forward to that instant; a moment that is past changes nothing. */
  advanceTo: (milliseconds: number) => void
  /** Drops all that waits, so that nothing keeps the process alive. */
  stop: () => void
}

export type ClockOptions = {
  /** Emulated seconds per real second; default 1. */
  scale?: number
  /** Emulated milliseconds since the epoch at which it starts; default is the real time. */
  start?: number
}

export function scaledClock({ scale = 1, start = Date.now() }: ClockOptions = {}): Clock {
  const realStart = performance.now()
  const waiting = new Set<NodeJS.Timeout>()
  let origin = start
  const now = () => Math.round(origin + (performance.now() - realStart) * scale)
  const after: Clock['after'] = (milliseconds, what) => {
    const timer = setTimeout(() => {
      waiting.delete(timer)
      what()
    }, milliseconds / scale)
    waiting.add(timer)
    return () => forget(waiting, timer)
  }
  return {
    scale,
    now,
    after,
    sleep: (milliseconds) => new Promise((awake) => void after(milliseconds, awake)),
    advanceTo: (milliseconds) => {
      origin += Math.max(0, milliseconds - now())
    },
    stop: () => {
      for (const timer of waiting) forget(waiting, timer)
    },
  }
}

function forget(waiting: Set<NodeJS.Timeout>, timer: NodeJS.Timeout): void {
  clearTimeout(timer)
  waiting.delete(timer)
}

/** The API writes times without fractions of a second. */
export const timestamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
