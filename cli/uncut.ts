// Runs a step that a signal may end, but not in the middle of its synchronous work: the kernel ends
// a process anywhere, while a handler waits until that work is done.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export async function uncut<Result>(body: () => Promise<Result>): Promise<Result> {
  for (const signal of signals) process.once(signal, end)
  try {
    return await body()
  } finally {
    for (const signal of signals) process.off(signal, end)
  }
}

/** With the status that a shell gives to a process that the signal has ended. */
const end = (_name: NodeJS.Signals, number: number): never => process.exit(128 + number)
