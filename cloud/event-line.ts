// An event -> the line that a person at the terminal sees of it, or none: requests that only look and
// the lines that apps print are left to the logs.
import type { CloudEvent } from './events.ts'

export function eventLine(event: CloudEvent): string | undefined {
  const words = wordsOf(event)
  return words && `${new Date(event.wall).toTimeString().slice(0, 8)}  ${printable(words)}`
}

function wordsOf(event: CloudEvent): string | undefined {
  if (event.kind === 'fault') return `fault: ${event.on} -> ${event.answer}`
  if (event.kind === 'api') {
    const { method, path, status, message } = event
    if (method === 'GET' && status !== 0 && status < 400) return undefined
    return `${method} ${path} ${status || 'left without an answer'}${message ? `: ${message}` : ''}`
  }
  if (event.what === 'log') return undefined
  const name = event.name === event.id ? event.id : `${event.name} (${event.id})`
  return `  ${event.kind} ${name} ${event.what}${detailOf(event.detail)}`
}

function detailOf(detail: Record<string, unknown> | undefined): string {
  const values = Object.entries(detail ?? {}).filter(([, value]) => typeof value !== 'object')
  return values.length === 0
    ? ''
    : `: ${values.map(([key, value]) => `${key} ${value}`).join(', ')}`
}

/** Names are what a client sent; a terminal obeys some of what can be in them. */
const printable = (text: string): string =>
  text.replace(/\p{Cc}/gu, ' ').replace(/(.{300}).+/u, '$1…')
