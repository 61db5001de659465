// Nothing -> a port that nothing on this machine uses at any address, below the range that systems
// hand out by themselves, so that it stays free until the process that it is for takes it.
import { createServer } from 'node:net'

const first = 20_000
const count = 12_000

export async function freePort(): Promise<number> {
  const port = first + Math.floor(Math.random() * count)
  return (await isFree(port)) ? port : freePort()
}

function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const probe = createServer()
    probe.once('error', () => settle(false))
    probe.listen(port, () => probe.close(() => settle(true)))
  })
}
