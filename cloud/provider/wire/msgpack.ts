// Values ↔ MessagePack as Terraform exchanges them. Every extension reads as "known after apply"
// (Terraform also sends refined ones, type 12); that mark is written as extension 0.
import { unknownValue, type Value } from '../value.ts'

export function encodeValue(value: Value): Buffer {
  const parts: Buffer[] = []
  write(parts, value)
  return Buffer.concat(parts)
}

function write(parts: Buffer[], value: Value): void {
  if (value === null) parts.push(Buffer.of(0xc0))
  else if (value === unknownValue) parts.push(Buffer.of(0xd4, 0, 0))
  else if (typeof value === 'boolean') parts.push(Buffer.of(value ? 0xc3 : 0xc2))
  else if (typeof value === 'number') writeNumber(parts, value)
  else if (typeof value === 'string') writeText(parts, value)
  else if (Array.isArray(value)) {
    parts.push(header(value.length, 0x90, 15, 0xdc))
    for (const each of value) write(parts, each)
  } else {
    const entries = Object.entries(value)
    parts.push(header(entries.length, 0x80, 15, 0xde))
    for (const [name, each] of entries) {
      writeText(parts, name)
      write(parts, each)
    }
  }
}

/** A fraction travels as a decimal text, which keeps it the number that was written. */
function writeNumber(parts: Buffer[], value: number): void {
  if (Number.isSafeInteger(value)) parts.push(integer(value))
  else writeText(parts, String(value))
}

function integer(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0xd3)
  bytes.writeBigInt64BE(BigInt(value), 1)
  return bytes
}

function writeText(parts: Buffer[], text: string): void {
  const bytes = Buffer.from(text)
  const short = bytes.length > 31 && bytes.length < 256
  parts.push(short ? Buffer.of(0xd9, bytes.length) : header(bytes.length, 0xa0, 31, 0xda), bytes)
}

/** A length: in the first byte, or in 16 bits behind `wide`, or in 32 behind the next code. */
function header(length: number, first: number, most: number, wide: number): Buffer {
  if (length <= most) return Buffer.of(first | length)
  const bytes = Buffer.alloc(length < 0x10000 ? 3 : 5)
  if (length < 0x10000) bytes.writeUInt16BE(length, 1)
  else bytes.writeUInt32BE(length, 1)
  bytes[0] = length < 0x10000 ? wide : wide + 1
  return bytes
}

export function decodeValue(bytes: Uint8Array): Value {
  return read({ bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), at: 0 })
}

type Cursor = { bytes: Buffer; at: number }

function take(cursor: Cursor, length: number): Buffer {
  cursor.at += length
  return cursor.bytes.subarray(cursor.at - length, cursor.at)
}

const size = (cursor: Cursor, width: number): number => take(cursor, width).readUIntBE(0, width)
const text = (cursor: Cursor, length: number): string => take(cursor, length).toString('utf8')

function list(cursor: Cursor, length: number): Value {
  return Array.from({ length }, () => read(cursor))
}

function map(cursor: Cursor, length: number): Value {
  return Object.fromEntries(
    Array.from({ length }, () => [String(read(cursor)), read(cursor)] as const),
  )
}

function extension(cursor: Cursor, length: number): Value {
  take(cursor, length + 1)
  return unknownValue
}

function read(cursor: Cursor): Value {
  const code = size(cursor, 1)
  if (code < 0x80) return code
  if (code < 0x90) return map(cursor, code & 15)
  if (code < 0xa0) return list(cursor, code & 15)
  if (code < 0xc0) return text(cursor, code & 31)
  if (code >= 0xe0) return code - 256
  const reader = readers[code]
  if (reader === undefined) throw new Error(`MessagePack code ${code} is not one of Terraform's`)
  return reader(cursor)
}

const readers: { readonly [code: number]: (cursor: Cursor) => Value } = {
  192: () => null,
  194: () => false,
  195: () => true,
  199: (c) => extension(c, size(c, 1)),
  200: (c) => extension(c, size(c, 2)),
  201: (c) => extension(c, size(c, 4)),
  202: (c) => take(c, 4).readFloatBE(),
  203: (c) => take(c, 8).readDoubleBE(),
  204: (c) => size(c, 1),
  205: (c) => size(c, 2),
  206: (c) => size(c, 4),
  207: (c) => Number(take(c, 8).readBigUInt64BE()),
  208: (c) => take(c, 1).readInt8(),
  209: (c) => take(c, 2).readInt16BE(),
  210: (c) => take(c, 4).readInt32BE(),
  211: (c) => Number(take(c, 8).readBigInt64BE()),
  212: (c) => extension(c, 1),
  213: (c) => extension(c, 2),
  214: (c) => extension(c, 4),
  215: (c) => extension(c, 8),
  216: (c) => extension(c, 16),
  217: (c) => text(c, size(c, 1)),
  218: (c) => text(c, size(c, 2)),
  219: (c) => text(c, size(c, 4)),
  220: (c) => list(c, size(c, 2)),
  221: (c) => list(c, size(c, 4)),
  222: (c) => map(c, size(c, 2)),
  223: (c) => map(c, size(c, 4)),
}
