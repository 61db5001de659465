// The Markdown of a code's page → the same for a terminal. Only what the pages use is known:
// headings, paragraphs and fenced code.
import type { Paint } from '../compiler/report/paint.ts'
import { wrapped } from './layout.ts'

export type TextStyle = { width: number; paint: Paint }

export function pageText(page: string, style: TextStyle): string {
  let heading = ''
  const blocks = blocksOf(page).map((block) => {
    heading = block.match(/^## (.*)/)?.[1] ?? heading
    return blockText(block, heading, style)
  })
  return `${blocks.join('\n\n')}\n`
}

/** Paragraphs; an empty line inside of a fence separates nothing. */
const blocksOf = (page: string): string[] =>
  page
    .trim()
    .split(/^(```[^`]*^```)$/m)
    .flatMap((part) => (part.startsWith('```') ? [part] : part.split('\n\n')))
    .map((block) => block.trim())
    .filter((block) => block !== '')

function blockText(block: string, heading: string, { width, paint }: TextStyle): string {
  if (block.startsWith('#')) return paint.strong(block.replace(/^#+ /, ''))
  const fence = block.match(/^```\w*[^\n]*\n(.*)\n```$/s)?.[1]
  if (fence === undefined) return wrapped(block, width, '  ').join('\n')
  const stroke = { Bad: paint.error, Good: paint.good }[heading] ?? paint.faint
  return fence
    .split('\n')
    .map((line) => (line === '' ? '' : `      ${stroke(line)}`))
    .join('\n')
}
