// Hashes what is large by Node's own means, so that nobody has to do it more slowly.
import { knowDigest } from '../emit/digest.ts'

/** From there on it pays to load them. */
const manyBytes = 2 * 1024 * 1024

export async function digestMany(bytes: Uint8Array | undefined): Promise<void> {
  if (bytes === undefined || bytes.length < manyBytes) return
  const { createHash } = await import('node:crypto')
  knowDigest(bytes, createHash('sha256').update(bytes).digest('hex'))
}
