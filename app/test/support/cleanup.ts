// Cleaning steps -> run when this test process ends, however it ends short of SIGKILL. Steps are
// synchronous and run newest first; a step that was done in time is taken off the list.

const steps = new Set<() => void>()
let isWatching = false

/** Registers a step and gives back the way to take it off the list. */
export function atExit(step: () => void): () => void {
  if (!isWatching) watch()
  isWatching = true
  steps.add(step)
  return () => void steps.delete(step)
}

function watch(): void {
  process.on('exit', () => {
    for (const step of [...steps].reverse()) step()
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => process.exit(1))
  }
}
