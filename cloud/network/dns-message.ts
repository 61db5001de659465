// The wire format of DNS, RFC 1035: a query -> its one question, and an answer -> bytes. What is not a
// well-formed query with one question is undefined or a FORMERR, never an exception.

export type Question = {
  id: number
  /** In lower case, without a final dot. */
  name: string
  type: number
  class: number
  /** The question as it was sent, upper and lower case included. */
  bytes: Buffer
  recursionDesired: boolean
  opcode: number
}

export type ResourceRecord = { name: string; type: number; ttlSeconds: number; data: Buffer }

export const types = { A: 1, NS: 2, CNAME: 5, SOA: 6, ANY: 255 } as const
export const codes = {
  noError: 0,
  formatError: 1,
  nameError: 3,
  notImplemented: 4,
  refused: 5,
} as const

const headerLength = 12

/** Undefined when there is nothing that could be answered. */
export function readQuestion(message: Buffer): Question | 'malformed' | undefined {
  if (message.length < headerLength) return undefined
  const flags = message.readUInt16BE(2)
  if (flags & 0x8000) return undefined
  const opcode = (flags >> 11) & 15
  if (message.readUInt16BE(4) !== 1) return 'malformed'
  const name = readName(message, headerLength)
  if (name === undefined || name.end + 4 > message.length) return 'malformed'
  return {
    id: message.readUInt16BE(0),
    name: name.labels.join('.').toLowerCase(),
    type: message.readUInt16BE(name.end),
    class: message.readUInt16BE(name.end + 2),
    bytes: message.subarray(headerLength, name.end + 4),
    recursionDesired: (flags & 0x0100) !== 0,
    opcode,
  }
}

/** Without compression: nothing stands before the question that it could point to. */
function readName(message: Buffer, start: number): { labels: string[]; end: number } | undefined {
  const labels: string[] = []
  for (let at = start; at < message.length && at - start < 255; ) {
    const length = message[at] ?? 0
    if (length === 0) return { labels, end: at + 1 }
    if (length > 63 || at + 1 + length > message.length) return undefined
    labels.push(message.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return undefined
}

export type Response = {
  code: number
  answers: readonly ResourceRecord[]
  authority: readonly ResourceRecord[]
  isAuthoritative: boolean
}

export function writeResponse(question: Question, response: Response): Buffer {
  const { code, answers, authority, isAuthoritative } = response
  const header = Buffer.alloc(headerLength)
  header.writeUInt16BE(question.id, 0)
  const flags = 0x8000 | (question.opcode << 11) | code
  const asked = question.recursionDesired ? 0x0100 : 0
  header.writeUInt16BE(flags | asked | (isAuthoritative ? 0x0400 : 0), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(answers.length, 6)
  header.writeUInt16BE(authority.length, 8)
  return Buffer.concat([header, question.bytes, ...[...answers, ...authority].map(writeRecord)])
}

export function writeFormatError(message: Buffer): Buffer {
  const header = Buffer.alloc(headerLength)
  message.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8000 | codes.formatError, 2)
  return header
}

/** For UDP, when the answer is too long: the client asks again over TCP. */
export function truncated(response: Buffer): Buffer {
  const short = Buffer.from(response)
  short.writeUInt16BE(short.readUInt16BE(2) | 0x0200, 2)
  short.fill(0, 6, headerLength)
  const name = readName(short, headerLength)
  return short.subarray(0, (name?.end ?? headerLength - 4) + 4)
}

function writeRecord({ name, type, ttlSeconds, data }: ResourceRecord): Buffer {
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(type, 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt32BE(ttlSeconds, 4)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([writeName(name), fixed, data])
}

export function writeName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '')
  const parts = labels.map((label) =>
    Buffer.concat([
      Buffer.from([Math.min(label.length, 63)]),
      Buffer.from(label.slice(0, 63), 'latin1'),
    ]),
  )
  return Buffer.concat([...parts, Buffer.from([0])])
}
