// How long this process was kept from its turn while a load ran in it -> whether a loss proves anything.
// Only its own delays are measured, never what became of the requests, so that no loss excuses itself.

export type Pace = { elapsedMs: number; heldUpMs: number; worstMs: number }

const tickMilliseconds = 20
/** A delay that a busy machine has now and then. */
const tolerableMilliseconds = 250
const tolerableShare = 0.02
const worstMilliseconds = 1_000

export function measurePace(): () => Pace {
  const start = performance.now()
  let before = start
  const seen = { heldUpMs: 0, worstMs: 0 }
  const look = () => {
    const now = performance.now()
    const late = now - before - tickMilliseconds
    before = now
    if (late > tolerableMilliseconds) seen.heldUpMs += late
    seen.worstMs = Math.max(seen.worstMs, late)
  }
  const timer = setInterval(look, tickMilliseconds)
  return () => {
    look()
    clearInterval(timer)
    return { elapsedMs: performance.now() - start, ...seen }
  }
}

/** Words for a person, or undefined where the process had its turns. */
export function starvation({ elapsedMs, heldUpMs, worstMs }: Pace): string | undefined {
  if (heldUpMs <= elapsedMs * tolerableShare && worstMs < worstMilliseconds) return undefined
  const [held, all, worst] = [heldUpMs, elapsedMs, worstMs].map(Math.round)
  return `this process was kept waiting for ${held} of ${all} ms, once for ${worst} ms`
}

/** A loss in a run whose own load had no turn: it proves nothing, and the run has to be repeated. */
export class Starved extends Error {}

const attempts = 3

/** Repeats a run that starved. One that starves each time fails, as does any other fault at once. */
export async function repeatingStarved(run: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof Starved) || attempt === attempts) throw error
      console.log(`run ${attempt} of ${attempts} proves nothing: ${error.message}`)
    }
  }
}
