// One value of a plain config: literals, what was named before, and calls of what `immuc` gives.
import {
  any,
  copy,
  leave,
  need,
  next,
  ownName,
  type Reader,
  take,
  takes,
  unquoted,
} from './plain-words.ts'

const literals = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
])

export function plainValue(reader: Reader): unknown {
  const value = bare(reader)
  while (reader.isTypeScript && reader.tokens[reader.at]?.isFirstInLine === false) {
    if (takes(reader, 'as')) need(reader, 'const')
    else if (takes(reader, 'satisfies')) ownName(reader)
    else break
  }
  return value
}

function bare(reader: Reader): unknown {
  const { kind, written } = take(reader)
  switch (kind) {
    case 'text':
      return unquoted(written)
    case 'number':
      return numberOf(written)
    case 'template':
      return template(reader, written.slice(1, -1))
    case 'name':
      return literals.has(written) ? literals.get(written) : named(reader, written)
    default:
      return compound(reader, written)
  }
}

const numberOf = (written: string): number => Number(written.replaceAll('_', ''))

function compound(reader: Reader, sign: string): unknown {
  if (sign === '{') return record(reader)
  if (sign === '[') return list(reader, ']')
  if (sign === '-') return -numberOf(any(reader, 'number'))
  if (sign !== '(') return leave()
  const inside = plainValue(reader)
  need(reader, ')')
  return inside
}

function named(reader: Reader, name: string): unknown {
  let found: unknown = reader.known.get(name) ?? leave()
  if (typeof found === 'function') {
    need(reader, '(')
    return found(...list(reader, ')'))
  }
  while (takes(reader, '.')) found = member(found, any(reader, 'name'))
  return found
}

function member(holder: unknown, name: string): unknown {
  return isRecord(holder) && Object.hasOwn(holder, name) ? holder[name] : leave()
}

function template(reader: Reader, text: string): string {
  const filled = text.replace(/\$\{ *([\w$]+(?:\.[\w$]+)*) *\}|\$\{/g, (_, names?: string) => {
    const [first = '', ...others] = names?.split('.') ?? []
    const found = others.reduce<unknown>(member, reader.known.get(first))
    return typeof found === 'string' || typeof found === 'number' ? String(found) : leave()
  })
  copy(reader, filled.length)
  return filled
}

function list(reader: Reader, end: string): unknown[] {
  const items: unknown[] = []
  while (!takes(reader, end)) {
    if (takes(reader, '...')) items.push(...otherItems(reader))
    else items.push(plainValue(reader))
    if (!next(reader, end)) need(reader, ',')
  }
  return items
}

function otherItems(reader: Reader): unknown[] {
  const items = plainValue(reader)
  if (!Array.isArray(items)) return leave()
  copy(reader, items.length)
  return items
}

function record(reader: Reader): Record<string, unknown> {
  const made: Record<string, unknown> = {}
  const written = new Set<string>()
  while (!takes(reader, '}')) {
    if (takes(reader, '...')) Object.assign(made, otherRecord(reader))
    else property(reader, made, written)
    if (!next(reader, '}')) need(reader, ',')
  }
  return made
}

function otherRecord(reader: Reader): object {
  const other = plainValue(reader)
  if (!isRecord(other)) return leave()
  copy(reader, Object.keys(other).length)
  return other
}

function property(reader: Reader, made: Record<string, unknown>, written: Set<string>): void {
  const { kind, written: key } = take(reader)
  if (kind !== 'name' && kind !== 'text') leave()
  const name = kind === 'text' ? unquoted(key) : key
  // esbuild warns of a key that stands twice.
  if (name === '__proto__' || written.has(name)) leave()
  written.add(name)
  if (takes(reader, ':')) made[name] = plainValue(reader)
  else if (kind === 'name' && !literals.has(name)) made[name] = reader.known.get(name) ?? leave()
  else leave()
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
