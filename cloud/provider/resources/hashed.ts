// A text → its SHA-1 in hexadecimal: what the state keeps of texts that are long or secret.
import { createHash } from 'node:crypto'

export const hashed = (text: string): string => createHash('sha1').update(text).digest('hex')
