// What figures depend on, and nothing that names the machine.
import { cpus, release, totalmem } from 'node:os'

export type Machine = {
  processors: number
  gigabytes: number
  node: string
  kernel: string
}

export const machine = (): Machine => ({
  processors: cpus().length,
  gigabytes: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  kernel: `${process.platform} ${/^[\d.]+/.exec(release())?.[0] ?? ''}`,
})

export const describe = ({ processors, gigabytes, node, kernel }: Machine): string =>
  `${processors} processors, ${gigabytes} GiB, Node ${node}, ${kernel}`
