// The app's own source → the port and the health check that it names, if it does so plainly.
import { join } from 'node:path'
import { readOptional } from '../read-optional.ts'

export type Signs = { port?: number; healthPath?: string }

export function sourceSigns(folder: string, entry: string | undefined): Signs {
  const source = entry === undefined ? '' : (readOptional(join(folder, entry)).text ?? '')
  const exposed = readOptional(join(folder, 'Dockerfile')).text?.match(
    /^EXPOSE\s+(\d{2,5})\b/im,
  )?.[1]
  // An app that reads PORT listens where it is told to.
  const listens = /\bPORT\b/.test(source)
    ? undefined
    : source.match(/\.listen\(\s*(\d{2,5})\b/)?.[1]
  const port = Number(listens ?? exposed)
  const healthPath = source.match(/["'`](\/(?:health|healthz|livez|readyz)(?:\/[a-z]+)?)["'`]/)?.[1]
  return {
    ...(port >= 1 && port <= 65535 && { port }),
    ...(healthPath !== undefined && { healthPath }),
  }
}
