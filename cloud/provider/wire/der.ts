// ASN.1 values → DER, as much as a certificate needs.
export function der(tag: number, ...content: Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag, ...lengthBytes(body.length)]), body])
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}

export const sequence = (...content: Uint8Array[]): Buffer => der(0x30, ...content)
export const setOf = (...content: Uint8Array[]): Buffer => der(0x31, ...content)
export const integer = (bytes: Uint8Array): Buffer => der(0x02, bytes)
export const bitString = (bytes: Uint8Array, unused = 0): Buffer =>
  der(0x03, Buffer.of(unused), bytes)
export const octets = (bytes: Uint8Array): Buffer => der(0x04, bytes)
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text))
export const yes: Buffer = der(0x01, Buffer.of(0xff))

/** The context-specific, constructed form: [n]. */
export const explicit = (n: number, content: Uint8Array): Buffer => der(0xa0 | n, content)

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const high = (rest: number): number[] =>
    rest === 0 ? [] : [...high(rest >> 7), (rest & 127) | 128]
  return [...high(value >> 7), value & 127]
}

/** UTCTime, which serves until 2049. */
export function utcTime(time: Date): Buffer {
  const digits = time.toISOString().replace(/[-:T]/g, '').slice(2, 14)
  return der(0x17, Buffer.from(`${digits}Z`))
}
