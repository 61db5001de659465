// An address -> the doors of whatever it is attached to. Attaching it to something else is one step:
// a connection reaches the one or the other, and none is refused in between.
import { type Door, makeDoor } from './door.ts'
import type { Reachable } from './reachable.ts'

export type Attachment = {
  /** Undefined: nobody is there any more, and packets vanish. */
  to: (reachable: Reachable | undefined) => void
  /** Resets the connections that came through this address. */
  cut: () => void
  /** For good: nothing is attached any more. */
  close: () => Promise<void>
}

export function attach(address: string, fault: (message: string) => void): Attachment {
  const doors = new Map<number, Door>()
  let present: Reachable | undefined
  let off = () => {}
  let isClosed = false
  const refresh = () => {
    for (const port of present?.ports() ?? []) {
      if (!doors.has(port)) doors.set(port, makeDoor(address, port, fault))
    }
    for (const [port, door] of doors) door.set(present ? present.at(port) : 'silent')
  }
  return {
    to: (reachable) => {
      if (isClosed) return
      off()
      present = reachable
      off = reachable?.onChange(refresh) ?? (() => {})
      refresh()
    },
    cut: () => {
      for (const door of doors.values()) door.cut()
    },
    close: async () => {
      isClosed = true
      off()
      await Promise.all([...doors.values()].map((door) => door.close()))
    },
  }
}
