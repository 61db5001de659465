// A connection -> gone at once, with a reset to the peer. Node's resetAndDestroy() sends what is pending
// and an end before that, and never gets there when the peer does not read.
import type { Socket } from 'node:net'

export function reset(socket: Socket): void {
  // Linux combines no reset with an end that is still on its way.
  const isEnding = socket.writableEnded && !socket.writableFinished
  if (!socket.connecting && !isEnding) Object.assign(socket, { resetAndClosing: true })
  socket.destroy()
}
