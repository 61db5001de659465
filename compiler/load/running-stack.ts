// A thread that runs a config without an end → where it is, told by Node's own debugger.
import { type Debugger, Session } from 'node:inspector'
import type { Worker } from 'node:worker_threads'
import { stackText } from './debugger-stack.ts'

/** Never settles while the thread is within a call of the system: it does not hear the debugger. */
export async function runningStack(worker: Worker): Promise<string> {
  const session = new Session()
  const files = new Map<string, string>()
  let lastId = 0
  session.connect()
  const sessionId = await sessionOf(worker, session)
  const paused = new Promise<string>((settle) => {
    session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
      if (params.sessionId !== sessionId) return
      const message: Message = JSON.parse(params.message)
      if (message.method === 'Debugger.scriptParsed') {
        files.set(message.params.scriptId, message.params.url)
      }
      if (message.method === 'Debugger.paused') {
        settle(stackText(message.params.callFrames, files))
        send('Debugger.resume')
      }
    })
  })
  send('Debugger.enable')
  send('Debugger.pause')
  return paused

  function send(method: string): void {
    lastId += 1
    const message = JSON.stringify({ id: lastId, method })
    session.post('NodeWorker.sendMessageToWorker', { sessionId, message })
  }
}

type Message =
  | { method: 'Debugger.scriptParsed'; params: Debugger.ScriptParsedEventDataType }
  | { method: 'Debugger.paused'; params: Debugger.PausedEventDataType }
  | { method?: undefined }

const sessionOf = (worker: Worker, session: Session): Promise<string> =>
  new Promise((settle) => {
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (workerInfo.title.startsWith(`[worker ${worker.threadId}]`)) settle(sessionId)
    })
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  })
