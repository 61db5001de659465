// A thread that runs a config → where its code is, told by Node's own debugger. Only for a config that
// does not end, or that throws something without a stack: it is loaded for these.
import { Session } from 'node:inspector'
import type { Worker } from 'node:worker_threads'

type Frame = {
  functionName: string
  location: { scriptId: string; lineNumber: number; columnNumber: number }
}

type Paused = { callFrames: Frame[]; reason: string; data?: { subtype?: string } }

type Listener = (stack: string, paused: Paused) => void

type Message = { method?: string; params?: unknown }

export type Debugger = {
  /** The stack at each pause, written as an Error's, and what was thrown if that paused it. */
  onPaused: (listener: Listener) => void
  send: (method: string, params?: object) => void
  end: () => void
}

/** Also of a thread that has yet to come up. */
export async function debugThread(worker: Worker): Promise<Debugger> {
  const session = new Session()
  const files = new Map<string, string>()
  const listeners: Listener[] = []
  let lastId = 0

  session.connect()
  const sessionId = await sessionOf(worker, session)
  session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
    if (params.sessionId === sessionId) receive(JSON.parse(params.message))
  })
  send('Debugger.enable')
  return {
    onPaused: (listener) => void listeners.push(listener),
    send,
    end: () => {
      session.post('NodeWorker.disable')
      session.disconnect()
    },
  }

  function send(method: string, params: object = {}): void {
    lastId += 1
    const message = JSON.stringify({ id: lastId, method, params })
    session.post('NodeWorker.sendMessageToWorker', { sessionId, message })
  }

  function receive({ method, params }: Message): void {
    if (method === 'Debugger.scriptParsed') {
      const { scriptId, url } = params as { scriptId: string; url: string }
      files.set(scriptId, url)
    }
    if (method !== 'Debugger.paused') return
    const paused = params as Paused
    for (const listener of listeners) listener(stackText(paused, files), paused)
    send('Debugger.resume')
  }
}

const sessionOf = (worker: Worker, session: Session): Promise<string> =>
  new Promise((settle) => {
    session.on('NodeWorker.attachedToWorker', ({ params: { sessionId, workerInfo } }) => {
      if (workerInfo.title.startsWith(`[worker ${worker.threadId}]`)) settle(sessionId)
    })
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })
  })

const stackText = ({ callFrames }: Paused, files: ReadonlyMap<string, string>): string =>
  callFrames
    .map(({ functionName, location: { scriptId, lineNumber, columnNumber } }) => {
      const file = decodeURIComponent(files.get(scriptId) ?? '').replace(/^file:\/\//, '')
      return `    at ${functionName} (${file}:${lineNumber + 1}:${columnNumber + 1})`
    })
    .join('\n')
