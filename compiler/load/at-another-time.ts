// Turns the clocks on and draws other random numbers, for good: the second reading of a config shows
// whether it asks them. Only for the thread that runs configs.

const aheadMs = (366 * 24 + 1) * 3_600_000 + 61_001

export function turnClocksOn(): void {
  globalThis.Date = aheadDate(globalThis.Date)
  const { hrtime, uptime } = process
  const now = performance.now.bind(performance)
  performance.now = () => now() + aheadMs
  process.uptime = () => uptime() + aheadMs / 1000
  process.hrtime = Object.assign(
    (since?: [number, number]): [number, number] => {
      const [seconds, nanoseconds] = hrtime(since)
      return [seconds + Math.floor(aheadMs / 1000), nanoseconds]
    },
    { bigint: () => hrtime.bigint() + BigInt(aheadMs) * 1_000_000n },
  )
}

const aheadDate = (RealDate: DateConstructor): DateConstructor => {
  const now = () => RealDate.now() + aheadMs
  return new Proxy(RealDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length > 0 ? parts : [now()], newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  })
}

const mostDrawn = 10_000

/** Draws random numbers as ever, and notes down the first of them. */
export function noteRandom(): number[] {
  const random = Math.random
  const drawn: number[] = []
  Math.random = () => {
    const number = random()
    if (drawn.length < mostDrawn) drawn.push(number)
    return number
  }
  return drawn
}

/** Draws the opposite of each number that was drawn before: a coin falls on its other side. */
export function oppositeRandom(drawn: readonly number[]): void {
  const random = Math.random
  let next = 0
  Math.random = () => ((drawn[next++] ?? random()) + 0.5) % 1
}
