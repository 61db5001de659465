// Bytes → SHA-256 in hexadecimal, by WebAssembly of our own: `node:crypto` is faster, but not before it
// is loaded, which pays only for many bytes.
import program, { initialState } from './sha256.gen.js'

/** The same bytes are asked for several times, and nobody changes them. */
const known = new WeakMap<Uint8Array, string>()

export function sha256(content: string | Uint8Array): string {
  if (typeof content === 'string') return ownDigest(Buffer.from(content, 'utf8'))
  const digest = known.get(content) ?? ownDigest(content)
  known.set(content, digest)
  return digest
}

/** Of bytes that somebody has hashed already. */
export const knowDigest = (bytes: Uint8Array, digest: string): void => {
  known.set(bytes, digest)
}

/** What is needed of it; Node's types don't know it without those of browsers. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object
  Instance: new (
    module: object,
  ) => { exports: { memory: { buffer: ArrayBuffer }; hash: Started['hash'] } }
}

type Started = { memory: Uint8Array; view: DataView; hash: (from: number, end: number) => void }

const blockBytes = 64
const blocksAt = 1024

let running: Started | undefined

function started(): Started {
  if (running) return running
  const module = new WebAssembly.Module(Buffer.from(program, 'base64'))
  const { memory, hash } = new WebAssembly.Instance(module).exports
  const { buffer } = memory
  running = { memory: new Uint8Array(buffer), view: new DataView(buffer), hash }
  return running
}

export function ownDigest(bytes: Uint8Array): string {
  const { view } = started()
  for (const [index, word] of initialState.entries()) view.setUint32(4 * index, word, true)
  const whole = bytes.length - (bytes.length % blockBytes)
  hashBlocks(bytes.subarray(0, whole))
  hashBlocks(lastBlocks(bytes.subarray(whole), bytes.length))
  const words = initialState.map((_, index) => view.getUint32(4 * index, true))
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
}

function hashBlocks(blocks: Uint8Array): void {
  const { memory, hash } = started()
  const room = memory.length - blocksAt
  for (let at = 0; at < blocks.length; at += room) {
    const part = blocks.subarray(at, at + room)
    memory.set(part, blocksAt)
    hash(blocksAt, blocksAt + part.length)
  }
}

/** A bit, zeros, and the number of all bits, as the standard wants it. */
function lastBlocks(rest: Uint8Array, length: number): Uint8Array {
  const blocks = new Uint8Array(rest.length + 9 > blockBytes ? 2 * blockBytes : blockBytes)
  blocks.set(rest)
  blocks[rest.length] = 0x80
  const view = new DataView(blocks.buffer)
  view.setUint32(blocks.length - 8, Math.floor(length / 2 ** 29))
  view.setUint32(blocks.length - 4, (length * 8) >>> 0)
  return blocks
}
