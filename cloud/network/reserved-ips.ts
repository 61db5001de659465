// The API's reserved IPs -> addresses of their own in front of droplets. A move takes effect at one
// instant after an emulated delay; connections that are open then are cut or not, as the cloud is set.
import type { Machine, ReservedIps } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { Block } from './addresses.ts'
import { type Attachment, attach } from './attachment.ts'
import type { Reachable } from './reachable.ts'

export type ReservedIpsHost = {
  clock: Clock
  block: Block
  assignMilliseconds: number
  /** DigitalOcean's packets go to another machine from that instant on, which knows nothing of them. */
  cutOnMove: boolean
  reachableOf: (dropletId: number) => Reachable | undefined
  emit: (ip: string, what: string, detail: Record<string, unknown>) => void
}

export type ReservedIpTable = ReservedIps & {
  /** Without the delay. */
  restore: (ip: string, dropletId: number | undefined) => void
  close: () => Promise<void>
}

export function reservedIpTable(host: ReservedIpsHost): ReservedIpTable {
  const { clock, block, assignMilliseconds, cutOnMove, emit } = host
  const attachments = new Map<string, Attachment>()
  const attachmentOf = (ip: string): Attachment => {
    const known = attachments.get(ip)
    if (known) return known
    const made = attach(ip, (message) => emit(ip, 'unreachable', { message }))
    attachments.set(ip, made)
    return made
  }
  const point = (ip: string, dropletId: number | undefined) =>
    attachmentOf(ip).to(dropletId === undefined ? undefined : host.reachableOf(dropletId))
  return {
    reserve: async () => block.take('reserved'),
    assign: async (ip, machine: Machine | undefined) => {
      await clock.sleep(assignMilliseconds)
      point(ip, machine?.id)
      if (cutOnMove) attachmentOf(ip).cut()
      emit(ip, 'in-force', { dropletId: machine?.id ?? null })
    },
    release: async (ip) => {
      attachmentOf(ip).to(undefined)
      attachmentOf(ip).cut()
    },
    restore: (ip, dropletId) => {
      block.use(ip)
      point(ip, dropletId)
    },
    close: async () => {
      await Promise.all([...attachments.values()].map((one) => one.close()))
    },
  }
}
