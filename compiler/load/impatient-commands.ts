// Commands that a config waits for get no more time than the config has: a thread that waits for the
// system can't be stopped from outside. Only for the thread that runs configs.
import childProcess from 'node:child_process'

const waiting = ['execFileSync', 'execSync', 'spawnSync'] as const

export function stopCommandsAfter(patienceMs: number): void {
  // A little less, so that the report can say which command it was.
  const deadline = realNow() + 0.9 * patienceMs
  for (const name of waiting) {
    const start = childProcess[name] as (...words: unknown[]) => unknown
    const impatient = (...words: unknown[]) => {
      const left = Math.max(1, deadline - realNow())
      const index = words.findIndex((word, at) => at > 0 && isOptions(word))
      const given = index < 0 ? {} : (words[index] as { timeout?: number })
      const options = { ...given, timeout: Math.min(given.timeout || left, left) }
      const others = index < 0 ? words : words.slice(0, index)
      return start(...others, options)
    }
    Object.assign(childProcess, { [name]: impatient })
  }
}

/** A config may be shown another time of day. */
const realNow = Date.now.bind(Date)

const isOptions = (word: unknown): boolean =>
  typeof word === 'object' && word !== null && !Array.isArray(word)
