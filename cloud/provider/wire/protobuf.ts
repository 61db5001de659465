// Messages ↔ proto3 bytes, by a description of their fields. Absent repeated fields read as [] and
// absent maps as {}; other absent fields stay absent. Fields that no description names are skipped.
type Scalar = 'int' | 'bool' | 'string' | 'bytes'
export type Field = {
  readonly number: number
  readonly kind: Scalar | (() => Message)
  readonly many?: 'list' | 'map'
}
export type Message = { readonly [name: string]: Field }
export type Fields = { [name: string]: unknown }

export const one = (number: number, kind: Field['kind']): Field => ({ number, kind })
export const listOf = (number: number, kind: Field['kind']): Field => ({
  number,
  kind,
  many: 'list',
})
export const mapOf = (number: number, kind: Field['kind']): Field => ({ number, kind, many: 'map' })

export function encodeMessage(message: Message, fields: Fields): Buffer {
  const parts = Object.entries(fields).flatMap(([name, value]) => {
    const field = message[name]
    if (field === undefined) throw new Error(`no field ${name} in the message`)
    return value === undefined || value === null ? [] : encodeField(field, value)
  })
  return Buffer.concat(parts)
}

function encodeField(field: Field, value: unknown): Buffer[] {
  if (field.many === 'list') return (value as unknown[]).map((each) => encodeOne(field, each))
  if (field.many === 'map') {
    const entry: Message = { key: one(1, 'string'), value: one(2, field.kind) }
    return Object.entries(value as Fields).map(([key, each]) =>
      delimited(field.number, encodeMessage(entry, { key, value: each })),
    )
  }
  const isDefault = value === '' || value === 0 || value === false
  return isDefault ? [] : [encodeOne(field, value)]
}

function encodeOne({ number, kind }: Field, value: unknown): Buffer {
  if (kind === 'int' || kind === 'bool') {
    return Buffer.concat([varint(number << 3), varint(Number(value))])
  }
  if (kind === 'string') return delimited(number, Buffer.from(value as string))
  if (kind === 'bytes') return delimited(number, value as Uint8Array)
  return delimited(number, encodeMessage(kind(), value as Fields))
}

function delimited(number: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return Buffer.from([...bytes, Number(rest)])
}

export function decodeMessage(message: Message, bytes: Buffer): Fields {
  const fields = emptyFields(message)
  const names = new Map(Object.entries(message).map(([name, { number }]) => [number, name]))
  const cursor = { bytes, at: 0 }
  while (cursor.at < bytes.length) {
    const tag = Number(readVarint(cursor))
    const raw = readRaw(cursor, tag & 7)
    const name = names.get(tag >> 3)
    const field = name === undefined ? undefined : message[name]
    if (name !== undefined && field !== undefined) store(fields, name, field, raw)
  }
  return fields
}

function emptyFields(message: Message): Fields {
  const many = Object.entries(message).filter(([, { many }]) => many !== undefined)
  return Object.fromEntries(many.map(([name, field]) => [name, field.many === 'list' ? [] : {}]))
}

function store(fields: Fields, name: string, field: Field, raw: bigint | Buffer): void {
  if (field.many === 'map') {
    const entry = decodeMessage({ key: one(1, 'string'), value: one(2, field.kind) }, raw as Buffer)
    ;(fields[name] as Fields)[String(entry.key ?? '')] = entry.value
  } else if (field.many === 'list') (fields[name] as unknown[]).push(decodeOne(field, raw))
  else fields[name] = decodeOne(field, raw)
}

function decodeOne({ kind }: Field, raw: bigint | Buffer): unknown {
  if (kind === 'bool') return raw !== 0n
  if (kind === 'int') return Number(BigInt.asIntN(64, raw as bigint))
  if (kind === 'string') return (raw as Buffer).toString('utf8')
  return kind === 'bytes' ? raw : decodeMessage(kind(), raw as Buffer)
}

type Cursor = { bytes: Buffer; at: number }

function readRaw(cursor: Cursor, wireType: number): bigint | Buffer {
  if (wireType === 0) return readVarint(cursor)
  const fixed: { [type: number]: number } = { 1: 8, 5: 4 }
  const length = wireType === 2 ? Number(readVarint(cursor)) : fixed[wireType]
  if (length === undefined) throw new Error(`protobuf wire type ${wireType} is not in use`)
  cursor.at += length
  return cursor.bytes.subarray(cursor.at - length, cursor.at)
}

function readVarint(cursor: Cursor): bigint {
  let value = 0n
  for (let shift = 0n; ; shift += 7n) {
    const byte = cursor.bytes[cursor.at++] ?? 0
    value |= BigInt(byte & 127) << shift
    if (byte < 128) return value
  }
}
