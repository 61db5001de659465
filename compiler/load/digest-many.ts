// Of the local file, all bytes are hashed later: what is large by Node's own means, here; for the rest
// our own are made ready.
import { knowDigest, warmUp } from '../emit/digest.ts'

/** From there on it pays to load them. */
const manyBytes = 2 * 1024 * 1024

export async function digestMany(bytes: Uint8Array | undefined): Promise<void> {
  if (bytes === undefined) return
  if (bytes.length < manyBytes) return warmUp(bytes)
  const { createHash } = await import('node:crypto')
  knowDigest(bytes, createHash('sha256').update(bytes).digest('hex'))
}
