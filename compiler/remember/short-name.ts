// A text of any length → 16 digits, to name a file by. Two texts may share them: what is in the file
// tells which one it is about.

export function shortName(text: string): string {
  let a = 0x811c9dc5 | 0
  let b = text.length | 0
  for (let at = 0; at < text.length; at += 1) {
    a = Math.imul(a ^ text.charCodeAt(at), 0x01000193)
    b = Math.imul(b + a, 0x85ebca6b) ^ (a >>> 15)
  }
  return hex(a) + hex(b)
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
