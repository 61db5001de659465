// Values as they appear in a message.

/** `a`, `b` or `c`. */
export function quoted(names: readonly string[]): string {
  const marked = names.map((name) => `\`${name}\``)
  return marked.length < 2
    ? marked.join('')
    : `${marked.slice(0, -1).join(', ')} or ${marked[marked.length - 1]}`
}

const longest = 60

/** A value on one line, shortened if it is long. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
  const line = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  return `\`${line.length > longest ? `${line.slice(0, longest - 1)}…` : line}\``
}
