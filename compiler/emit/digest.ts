// Bytes → SHA-256 in hexadecimal, by WebAssembly of our own: `node:crypto` is faster, but not before it
// is loaded, which pays only for many bytes.
import { hashSlowly } from './hash-slowly.ts'
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
declare const WebAssembly:
  | undefined
  | {
      Module: new (bytes: Uint8Array) => object
      Instance: new (module: object) => { exports: Program }
    }

type Program = {
  memory: { buffer: ArrayBuffer }
  hash: (from: number, end: number) => void
}

/** Hashes whole blocks into the state. */
type Hash = (blocks: Uint8Array) => void

const blockBytes = 64
const blocksAt = 1024

let running: { state: DataView; hash: Hash } | undefined

function started(): { state: DataView; hash: Hash } {
  running ??= typeof WebAssembly === 'undefined' ? startedSlowly() : startedProgram(WebAssembly)
  return running
}

export function startedSlowly(): { state: DataView; hash: Hash } {
  const state = new DataView(new ArrayBuffer(4 * initialState.length))
  return { state, hash: (blocks) => hashSlowly(state, blocks) }
}

function startedProgram(wasm: NonNullable<typeof WebAssembly>): { state: DataView; hash: Hash } {
  const module = new wasm.Module(Buffer.from(program, 'base64'))
  const { memory, hash } = new wasm.Instance(module).exports
  const bytes = new Uint8Array(memory.buffer)
  const room = bytes.length - blocksAt
  return { state: new DataView(memory.buffer), hash: hashParts }

  function hashParts(blocks: Uint8Array): void {
    for (let at = 0; at < blocks.length; at += room) {
      const part = blocks.subarray(at, at + room)
      bytes.set(part, blocksAt)
      hash(blocksAt, blocksAt + part.length)
    }
  }
}

export function ownDigest(bytes: Uint8Array, { state, hash } = started()): string {
  for (const [index, word] of initialState.entries()) state.setUint32(4 * index, word, true)
  const whole = bytes.length - (bytes.length % blockBytes)
  hash(bytes.subarray(0, whole))
  hash(lastBlocks(bytes.subarray(whole), bytes.length))
  const words = initialState.map((_, index) => state.getUint32(4 * index, true))
  return words.map((word) => word.toString(16).padStart(8, '0')).join('')
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
