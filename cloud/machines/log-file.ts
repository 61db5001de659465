// Output of a machine's processes -> a file of bounded size: when it is full, its older half goes.
import { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export type LogFile = { write: (chunk: Buffer | string) => void; read: () => string }

const defaultBytes = 1024 * 1024

export function logFile(path: string, mostBytes = defaultBytes): LogFile {
  mkdirSync(dirname(path), { recursive: true })
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return {
    write: (chunk) => {
      const bytes = Buffer.from(chunk)
      appendFileSync(path, bytes, { mode: 0o600 })
      size += bytes.length
      if (size > mostBytes) size = halve(path, mostBytes)
    },
    read: () => (size === 0 ? '' : readFileSync(path, 'utf8')),
  }
}

/** From the first line that begins in the newer half. */
function halve(path: string, mostBytes: number): number {
  const all = readFileSync(path)
  const newer = all.subarray(-Math.floor(mostBytes / 2))
  const kept = newer.subarray(newer.indexOf('\n') + 1)
  writeFileSync(path, kept, { mode: 0o600 })
  return kept.length
}
