// Bytes → SHA-256 in hexadecimal.
import { createHash } from 'node:crypto'

export const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')
