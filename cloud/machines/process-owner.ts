// A connection from this machine -> which of some process groups its other end belongs to. All
// processes here share 127.0.0.1, so their address does not tell; the kernel's tables do.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Socket } from 'node:net'

/** Undefined when it belongs to none of them. */
export function owningGroup(socket: Socket, groups: ReadonlySet<number>): number | undefined {
  if (groups.size === 0) return undefined
  const inode = inodeOf(socket)
  if (inode === undefined) return undefined
  return pidsIn(groups).find(({ pid }) => holds(pid, inode))?.group
}

/** The peer's own entry has its address first. */
function inodeOf({ remoteAddress = '', remotePort, localAddress = '', localPort }: Socket) {
  const wanted = `${endpoint(remoteAddress, remotePort)} ${endpoint(localAddress, localPort)}`
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
    if (line.includes(wanted)) return line.trim().split(/\s+/)[9]
  }
  return undefined
}

/** As the kernel writes it: the bytes of the address from last to first. */
function endpoint(address: string, port = 0): string {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))
  return `${bytes.reverse().join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase()
}

function pidsIn(groups: ReadonlySet<number>): { pid: string; group: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ({ pid, group: groupOf(pid) }))
    .filter(({ group }) => groups.has(group))
}

/** The name in front may hold blanks and brackets. */
function groupOf(pid: string): number {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), '')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2])
}

const holds = (pid: string, inode: string): boolean =>
  attempt(() => readdirSync(`/proc/${pid}/fd`), []).some(
    (fd) => attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '') === `socket:[${inode}]`,
  )

/** A process may be gone between two looks. */
function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
