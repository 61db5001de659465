// The text behind a backslash -> the character that systemd makes of it, and how much text it took.
// Text is one character per byte here, so that `\xc3\xa4` becomes one UTF-8 letter.

export type Escape = { text: string; length: number }

const letters: Record<string, string> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
}

const codes: [RegExp, number][] = [
  [/^x([0-9a-fA-F]{2})/, 16],
  [/^([0-7]{3})/, 8],
  [/^u([0-9a-fA-F]{4})/, 16],
  [/^U([0-9a-fA-F]{8})/, 16],
]

/** Undefined for what is no escape: systemd then keeps the backslash. */
export function readEscape(text: string): Escape | undefined {
  const letter = letters[text[0] ?? '']
  if (letter !== undefined) return { text: letter, length: 1 }
  for (const [pattern, radix] of codes) {
    const match = text.match(pattern)
    if (match) return escapeOf(match[0], Number.parseInt(match[1] ?? '', radix))
  }
  return undefined
}

function escapeOf(written: string, code: number): Escape | undefined {
  const isByte = !/^u/i.test(written)
  // NUL ends every C string, and there is no half of a surrogate pair.
  if (code === 0 || code > (isByte ? 0xff : 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) {
    return undefined
  }
  const text = isByte ? String.fromCharCode(code) : toBytes(String.fromCodePoint(code))
  return { text, length: written.length }
}

/** Text -> one character per byte of its UTF-8, and back. */
export const toBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
export const fromBytes = (bytes: string): string => Buffer.from(bytes, 'latin1').toString('utf8')
