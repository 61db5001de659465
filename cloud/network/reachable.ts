// What stands behind an address: for each port, what becomes of a connection to it right now. Machines
// and balancers are reachable; addresses of their own and reserved IPs are attached to them.
import type { Socket } from 'node:net'

/** Takes the connection over, also the duty to end it. */
export type Accept = (socket: Socket) => void

/** Refused is a reset at once; silent is as if nobody were there. */
export type Behind = 'refused' | 'silent' | Accept

export type Reachable = {
  /** Those at which there was, is or may be something. */
  ports: () => readonly number[]
  at: (port: number) => Behind
  /** Tells that answers of the other two may be others now; the result ends it. */
  onChange: (tell: () => void) => () => void
}

/** Listeners and the way to tell them. */
export function changes() {
  const listeners = new Set<() => void>()
  return {
    onChange: (tell: () => void) => {
      listeners.add(tell)
      return () => void listeners.delete(tell)
    },
    tell: () => {
      for (const listener of [...listeners]) listener()
    },
  }
}
