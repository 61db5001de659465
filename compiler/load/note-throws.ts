// Where something was thrown that is no Error and so has no stack, noted by this thread's own debugger.
// Another thread could look too, but Node crashes where a debugger is attached to a thread while one
// starts or ends.
import { Session } from 'node:inspector'
import { stackText } from './debugger-stack.ts'

/** Gives the stack of the last throw since then; empty if that was an Error, or there was none. */
export function noteThrows(): () => string {
  const session = new Session()
  const files = new Map<string, string>()
  let last = ''
  session.connect()
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => {
    files.set(scriptId, url)
  })
  session.on('Debugger.paused', ({ params: { callFrames, data } }) => {
    const { subtype } = (data ?? {}) as { subtype?: string }
    last = subtype === 'error' ? '' : stackText(callFrames, files)
    session.post('Debugger.resume')
  })
  session.post('Debugger.enable')
  session.post('Debugger.setPauseOnExceptions', { state: 'all' })
  return () => last
}
