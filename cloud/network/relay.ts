// Two connections -> one: every byte, every end and every reset of the one side reaches the other, and
// neither side can send more than the other takes. Nothing is kept back or tried again.

import type { Socket } from 'node:net'
import { hold } from './door.ts'
import { reset } from './reset.ts'

export type Relay = {
  /** From now on the far side seems to be gone without a word, as a machine without power. */
  mute: () => void
  cut: () => void
}

/** `far` may still be connecting; when that fails, the near side is reset. */
export function relay(near: Socket, far: Socket, over: () => void): Relay {
  let open = 2
  const closed = () => {
    open -= 1
    if (open === 0) over()
  }
  join(near, far, closed)
  join(far, near, closed)
  return {
    mute: () => {
      near.unpipe(far)
      far.unpipe(near)
      for (const socket of [near, far]) socket.removeAllListeners('close').on('error', () => {})
      far.destroy()
      hold(near)
      near.once('close', over)
    },
    cut: () => {
      reset(near)
      reset(far)
    },
  }
}

function join(from: Socket, to: Socket, closed: () => void): void {
  from.pipe(to)
  from.on('error', () => reset(to))
  from.once('close', () => {
    // Whoever closed without having ended the stream before did so by force.
    if (!to.destroyed && !(from.readableEnded && to.writableEnded)) reset(to)
    closed()
  })
}
