// Work that takes long → one line on a terminal that says what is under way, and is gone when the
// work is done or something else is said. Nothing of it reaches a pipe.
import type { Terminal } from './terminal.ts'

export type Step = (text: string) => void

/** Nobody misses a word about what takes less. */
const patienceMilliseconds = 300

const clearLine = '\r\u001b[K'

export async function withProgress<Result>(
  { quiet, paint }: Terminal,
  body: (step: Step) => Promise<Result>,
): Promise<Result> {
  if (quiet || process.env.TERM === 'dumb') return body(() => {})
  const { stderr } = process
  const { write } = stderr
  let text = ''
  let isShown = false
  const show = () => {
    if (text === '') return
    write.call(stderr, `${clearLine}${paint.faint(`${text} …`)}`)
    isShown = true
  }
  const clear = () => {
    if (isShown) write.call(stderr, clearLine)
    isShown = false
  }
  // What the config prints comes in between.
  stderr.write = ((...chunk: Parameters<typeof write>) => {
    clear()
    return write.apply(stderr, chunk)
  }) as typeof write
  const timer = setTimeout(show, patienceMilliseconds)
  process.once('exit', clear)
  try {
    return await body((next) => {
      text = next
      if (isShown) show()
    })
  } finally {
    clearTimeout(timer)
    process.off('exit', clear)
    clear()
    stderr.write = write
  }
}
