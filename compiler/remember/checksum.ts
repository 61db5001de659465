// Bytes → 64 bits that differ when a byte does: against damage, not against an enemy. Node's own
// digests take longer to load than this takes to run.

export function checksum(bytes: Uint8Array): string {
  let [a, b] = [0x811c9dc5 | 0, bytes.length | 0]
  for (const word of wordsOf(bytes)) {
    a = Math.imul(a ^ word, 0x01000193)
    a ^= a >>> 15
    b = Math.imul(b + word, 0x85ebca6b) ^ a
  }
  return hex(a) + hex(b)
}

/** Four bytes at a time, the last ones filled up. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const count = Math.ceil(bytes.length / 4)
  if (bytes.length % 4 === 0 && bytes.byteOffset % 4 === 0) {
    return new Int32Array(bytes.buffer, bytes.byteOffset, count)
  }
  const whole = new Uint8Array(count * 4)
  whole.set(bytes)
  return new Int32Array(whole.buffer)
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
