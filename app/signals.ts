// SIGTERM and SIGINT -> promises, one per wait. From the first call on, neither ends the process
// by itself.

export type Signals = { next: () => Promise<NodeJS.Signals> }

export function listenForSignals(): Signals {
  const waiting: ((name: NodeJS.Signals) => void)[] = []
  const wake = (name: NodeJS.Signals): void => {
    for (const settle of waiting.splice(0)) settle(name)
  }
  process.on('SIGTERM', wake)
  process.on('SIGINT', wake)
  return { next: () => new Promise((settle) => waiting.push(settle)) }
}
