// Text → text that fits a width and stands in XML. Widths are those of the widest usual fonts, so that
// what is too wide anywhere is shortened everywhere.
import { columns } from '../compiler/report/text-width.ts'

const widthOfColumn: Readonly<Record<string, number>> = {
  what: 8.6,
  more: 7.1,
  place: 7.4,
  label: 7,
}

/** Shortened in its middle: names differ at their ends. */
export function fitted(text: string, width: number, style: string): string {
  const line = text.replace(/\s+/g, ' ')
  const most = Math.floor(width / (widthOfColumn[style] ?? 9))
  if (columns(line) <= most) return line
  const characters = Array.from(line)
  const kept = (count: number) => [
    ...characters.slice(0, Math.ceil(count / 2)),
    '…',
    ...characters.slice(characters.length - Math.floor(count / 2)),
  ]
  const counts = Array.from({ length: most }, (_, index) => most - 1 - index)
  const count = counts.find((one) => columns(kept(one).join('')) <= most) ?? 0
  return kept(count).join('')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML can't hold them
const forbidden = /[\0-\b\v\f\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu

export const xml = (text: string): string =>
  text
    .replace(forbidden, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
