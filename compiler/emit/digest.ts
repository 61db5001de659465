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

/** V8 compiles what runs often once more, five times faster, beside what else there is to do: of bytes
 * that a digest will be asked for, this is called as soon as they are known. */
export const warmUp = (bytes: Uint8Array): void => void ownDigest(bytes.subarray(0, 2048))

/** What is needed of it; Node's types don't know it without those of browsers. */
declare const WebAssembly:
  | undefined
  | {
      Module: new (bytes: Uint8Array) => object
      Instance: new (module: object) => { exports: Program }
    }

type Program = { memory: { buffer: ArrayBuffer }; hash: Hash }

/** From whole blocks in the memory into the state at its beginning: eight words, the low byte first. */
type Hash = (from: number, end: number) => void

type Machine = { memory: Uint8Array; hash: Hash }

const blockBytes = 64
const blocksAt = 1024
const memoryBytes = 64 * 1024
/** A bit and the number of all bits need room too. */
const room = memoryBytes - blocksAt - 2 * blockBytes

const initial = new Uint8Array(4 * initialState.length)
for (const [index, word] of initialState.entries()) {
  new DataView(initial.buffer).setUint32(4 * index, word, true)
}

let running: Machine | undefined

function started(): Machine {
  running ??= typeof WebAssembly === 'undefined' ? startedSlowly() : startedProgram(WebAssembly)
  return running
}

export function startedSlowly(): Machine {
  const memory = new Uint8Array(memoryBytes)
  const view = new DataView(memory.buffer)
  return { memory, hash: (from, end) => hashSlowly(view, from, end) }
}

function startedProgram(wasm: NonNullable<typeof WebAssembly>): Machine {
  const module = new wasm.Module(Buffer.from(program, 'base64'))
  const { memory, hash } = new wasm.Instance(module).exports
  return { memory: new Uint8Array(memory.buffer), hash }
}

export function ownDigest(bytes: Uint8Array, { memory, hash } = started()): string {
  memory.set(initial)
  let at = 0
  for (; bytes.length - at > room; at += room) {
    memory.set(bytes.subarray(at, at + room), blocksAt)
    hash(blocksAt, blocksAt + room)
  }
  memory.set(bytes.subarray(at), blocksAt)
  hash(blocksAt, padded(memory, blocksAt + bytes.length - at, bytes.length))
  return textOf(new DataView(memory.buffer, 0, initial.length))
}

/** A bit, zeros, and the number of all bits, as the standard wants it. Returns the end. */
function padded(memory: Uint8Array, end: number, length: number): number {
  const whole = Math.ceil((end + 9) / blockBytes) * blockBytes
  memory.fill(0, end, whole)
  memory[end] = 0x80
  const view = new DataView(memory.buffer, whole - 8)
  view.setUint32(0, Math.floor(length / 2 ** 29))
  view.setUint32(4, (length * 8) >>> 0)
  return whole
}

function textOf(state: DataView): string {
  for (let at = 0; at < state.byteLength; at += 4) state.setUint32(at, state.getUint32(at, true))
  return Buffer.from(state.buffer, 0, state.byteLength).toString('hex')
}
