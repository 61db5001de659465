// What a config throws, which may be anything → words on one line.
import { types } from 'node:util'
import type { Thrown } from './worker-messages.ts'

export function describeThrown(thrown: unknown): Thrown {
  try {
    return { said: oneLine(words(thrown)), stack: stackOf(thrown) }
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

const oneLine = (text: string): string => (text.split('\n', 1)[0] ?? '').trim().slice(0, 1000)

const stackOf = (thrown: unknown): string =>
  types.isNativeError(thrown) && typeof thrown.stack === 'string' ? thrown.stack : ''
