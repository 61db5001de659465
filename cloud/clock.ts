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
  /**
   * Real milliseconds: while this process gets no processor for longer, no time passes. All that waits
   * by this clock keeps its order and its distance then, on however busy a machine. Default: no limit.
   */
  longestStep?: number
}

export function scaledClock(options: ClockOptions = {}): Clock {
  const { scale = 1, start = Date.now() } = options
  const { passed, stop } = stopwatch(options.longestStep)
  const waiting = new Set<{ timer?: NodeJS.Timeout }>()
  let origin = start
  const after: Clock['after'] = (milliseconds, what) => {
    const due = passed() + milliseconds / scale
    const one: { timer?: NodeJS.Timeout } = {}
    const look = () => {
      const left = due - passed()
      // Timers count whole milliseconds, and may come a part of one too early.
      if (left >= 1) return wait(left)
      waiting.delete(one)
      what()
    }
    const wait = (left: number) => {
      one.timer = setTimeout(look, Math.min(left, longestTimer))
    }
    waiting.add(one)
    wait(milliseconds / scale)
    return () => forget(waiting, one)
  }
  const now = () => Math.round(origin + passed() * scale)
  return {
    scale,
    now,
    after,
    sleep: (milliseconds) => new Promise((awake) => void after(milliseconds, awake)),
    advanceTo: (milliseconds) => {
      origin += Math.max(0, milliseconds - now())
    },
    stop: () => {
      stop()
      for (const one of waiting) forget(waiting, one)
    },
  }
}

const tickMilliseconds = 20
/** Node's timers fire at once when they are asked to wait for longer than 2 ** 31. */
const longestTimer = 2 ** 30

/** Real milliseconds since now, less the time that this process stood still. */
function stopwatch(longestStep = Number.POSITIVE_INFINITY) {
  let last = performance.now()
  let sum = 0
  const passed = () => {
    const now = performance.now()
    sum += Math.min(now - last, longestStep)
    last = now
    return sum
  }
  const ticker = Number.isFinite(longestStep) ? setInterval(passed, tickMilliseconds) : undefined
  ticker?.unref()
  return { passed, stop: () => clearInterval(ticker) }
}

function forget(waiting: Set<{ timer?: NodeJS.Timeout }>, one: { timer?: NodeJS.Timeout }): void {
  clearTimeout(one.timer)
  waiting.delete(one)
}

/** The API writes times without fractions of a second. */
export const timestamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
