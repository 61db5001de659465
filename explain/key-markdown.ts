// What there is to say about a key → Markdown.
import { codesAbout } from './codes-about.ts'
import type { KeyReference } from './key-reference.ts'

export function keyMarkdown(reference: KeyReference): string {
  const { key, description, becomes = {}, values } = reference
  const artifacts = Object.entries(becomes).map(([file, what]) => [`\`${file}\``, what])
  return [
    `${'#'.repeat(key.includes('.') ? 3 : 2)} \`${key}\``,
    description,
    facts(reference).join('\n'),
    ...(artifacts.length > 0 ? [table(['becomes', 'what'], artifacts)] : []),
    ...(values ? [folded(`What DigitalOcean offers, as of ${values.date}`, values)] : []),
  ].join('\n\n')
}

function facts({ key, type, unit, allowed, isRequired, example, ...rest }: KeyReference): string[] {
  const usual = type === 'object' ? undefined : rest.default
  const codes = codesAbout(key).map((code) => `[${code}](errors/${code}.md)`)
  return [
    `- ${[unit ? `${type}, in ${unit}` : type, allowed].filter(Boolean).join('; ')}`,
    isRequired ? '- required' : `- default: ${usual === undefined ? 'none' : `\`${usual}\``}`,
    ...(example ? [`- example: \`${example}\``] : []),
    ...(codes.length > 0 ? [`- errors: ${codes.join(', ')}`] : []),
  ]
}

export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/** A long table is not in the way of what follows. */
const folded = (title: string, { columns, rows }: NonNullable<KeyReference['values']>): string =>
  `<details>\n<summary>${title}</summary>\n\n${table(columns, rows)}\n\n</details>`
