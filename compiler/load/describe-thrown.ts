// What a config throws, which may be anything → words on one line.
import { types } from 'node:util'
import type { Thrown } from './worker-messages.ts'

export function describeThrown(thrown: unknown): Thrown {
  try {
    const cause = causeOf(thrown)
    return {
      said: oneLine(words(thrown)),
      stack: stackOf(thrown),
      ...(cause !== undefined && { cause: { said: oneLine(words(cause)), stack: stackOf(cause) } }),
    }
  } catch {
    return { said: 'something that has no words', stack: '' }
  }
}

function words(thrown: unknown): string {
  if (types.isNativeError(thrown)) return `${thrown.name}: ${withoutSnippet(thrown.message)}`
  if (typeof thrown === 'string') return thrown
  return typeof thrown === 'object' && thrown !== null
    ? 'an object that is no Error'
    : String(thrown)
}

/** `JSON.parse` quotes what it could not read, which may be a file of secrets. */
const withoutSnippet = (message: string): string =>
  message.replace(/, (\.\.\.)?".*"(\.\.\.)? is not valid JSON$/s, ' in what should be JSON')

/** The first one: what all the others led to. */
function causeOf(thrown: unknown, deepest = 10): unknown {
  const cause = types.isNativeError(thrown) ? thrown.cause : undefined
  if (cause === undefined || deepest === 0) return undefined
  return causeOf(cause, deepest - 1) ?? cause
}

const oneLine = (text: string): string => (text.split('\n', 1)[0] ?? '').trim().slice(0, 1000)

const stackOf = (thrown: unknown): string =>
  types.isNativeError(thrown) && typeof thrown.stack === 'string' ? thrown.stack : ''
