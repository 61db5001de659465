// Texts → lines that fit a terminal.
import { columns } from '../compiler/report/text-width.ts'

/** At white space, with every line indented; a word that is longer than a line stays whole. */
export function wrapped(text: string, width: number, indent = ''): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter((one) => one !== '')) {
    const last = lines.at(-1)
    const isFull = last === undefined || columns(last) + 1 + columns(word) > width
    if (isFull) lines.push(indent + word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

/** Two columns: terms, and what they are, wrapped beside them. */
export function definitions(
  entries: readonly (readonly [term: string, text: string])[],
  { width, indent, paint }: { width: number; indent: string; paint: (text: string) => string },
): string[] {
  const widest = Math.max(0, ...entries.map(([term]) => columns(term)))
  const hanging = indent + ' '.repeat(widest + 2)
  return entries.flatMap(([term, text]) => {
    const [first = hanging, ...rest] = wrapped(text, width, hanging)
    return [`${indent}${paint(padded(term, widest))}  ${first.slice(hanging.length)}`, ...rest]
  })
}

/** Below a row of titles: columns of numbers to the right, of words to the left. */
export function tableLines(rows: readonly (readonly string[])[], indent: string): string[] {
  const [head = [], ...body] = rows
  const aligned = head.map((_, index) => {
    const width = Math.max(...rows.map((row) => columns(row[index] ?? '')))
    const isNumeric = body.every((row) => /^(\d|$)/.test(row[index] ?? ''))
    return (cell: string) => (isNumeric ? cell.padStart(width) : padded(cell, width))
  })
  const line = (row: readonly string[]) =>
    row.map((cell, index) => aligned[index]?.(cell) ?? cell).join('   ')
  return rows.map((row) => (indent + line(row)).trimEnd())
}

const padded = (text: string, width: number): string => text + ' '.repeat(width - columns(text))
