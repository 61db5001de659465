// Blocks of 64 bytes → the state of SHA-256 after them, at the beginning of the memory: for where there
// is no WebAssembly, under `node --jitless`.
import { constants } from './sha256.gen.js'

export function hashSlowly(memory: DataView, from: number, end: number): void {
  for (let at = from; at < end; at += 64) {
    const words = Array.from({ length: 16 }, (_, index) => memory.getUint32(at + 4 * index))
    hashBlock(memory, words)
  }
}

const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

function hashBlock(memory: DataView, words: number[]): void {
  const before = Array.from({ length: 8 }, (_, index) => memory.getUint32(4 * index, true))
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = before
  for (const [index, constant] of constants.entries()) {
    const word = words[index] ?? extended(words)
    if (index >= words.length) words.push(word)
    const choice = g ^ (e & (f ^ g))
    const majority = (a & b) | (c & (a | b))
    const first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + choice + constant + word
    const second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + majority
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) {
    memory.setUint32(4 * index, ((before[index] ?? 0) + word) >>> 0, true)
  }
}

function extended(words: readonly number[]): number {
  const back = (by: number): number => words[words.length - by] ?? 0
  const [near, far] = [back(2), back(15)]
  const fromNear = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10)
  const fromFar = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3)
  return (fromNear + back(7) + fromFar + back(16)) | 0
}
