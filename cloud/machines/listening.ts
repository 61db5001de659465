// Ports -> whether something on this machine listens there now, as the kernel's tables show it. No
// connection is made, so the process that listens never sees that somebody looked.
import { closeSync, openSync, readSync } from 'node:fs'

export type PortWatch = {
  /** Tells of every change, first of the one to true; the result ends it. */
  follow: (port: number, tell: (isListening: boolean) => void) => () => void
  close: () => void
}

const everyMilliseconds = 20

export function watchPorts(): PortWatch {
  const followed = new Map<object, { port: number; was: boolean; tell: (is: boolean) => void }>()
  let timer: NodeJS.Timeout | undefined
  const look = () => {
    const open = listeningPorts()
    for (const one of [...followed.values()]) {
      const is = open.has(one.port)
      if (is === one.was) continue
      one.was = is
      one.tell(is)
    }
  }
  const stop = () => {
    clearInterval(timer)
    timer = undefined
  }
  return {
    follow: (port, tell) => {
      const key = {}
      followed.set(key, { port, was: false, tell })
      timer ??= setInterval(look, everyMilliseconds)
      return () => {
        followed.delete(key)
        if (followed.size === 0) stop()
      }
    },
    close: stop,
  }
}

export const listeningPorts = (): Set<number> =>
  new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap(portsIn))

/** Listening sockets come first in these files, which can be very long. */
function portsIn(path: string): number[] {
  const buffer = Buffer.alloc(64 * 1024)
  let handle: number
  try {
    handle = openSync(path, 'r')
  } catch {
    return []
  }
  try {
    const ports: number[] = []
    let text = ''
    for (let length = -1; length !== 0; ) {
      length = readSync(handle, buffer)
      text += buffer.toString('latin1', 0, length)
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines.filter((one) => !one.includes('sl '))) {
        const match = line.match(/^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} (\w\w)/)
        if (match?.[2] !== '0A') return ports
        ports.push(Number.parseInt(match[1] ?? '', 16))
      }
    }
    return ports
  } finally {
    closeSync(handle)
  }
}
