// docs/errors/*.md → the pages as a module for `immuc explain`, and their index for readers on the
// web. A code without a page, or a page without a code, is a type error in the module.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codesByStep, diagnosticCodes } from '../compiler/model/diagnostic-code.ts'
import { keyNames } from '../explain/key-reference.ts'
import { summaryOf } from '../explain/summary.ts'
import { root } from '../test/support/root.ts'

const folder = join(root, 'docs/errors')

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .map((file) => file.replace(/\.md$/, ''))
  .sort()

const pageOf = (name: string): string => readFileSync(join(folder, `${name}.md`), 'utf8')

export const errorPages = (): [string, string][] => [
  ['explain/pages.gen.ts', pagesModule()],
  ['explain/codes-by-key.gen.ts', codesByKeyModule()],
  ['docs/errors/README.md', indexPage()],
]

function pagesModule(): string {
  const entries = names.map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(pageOf(name))},`)
  return `// Generated from docs/errors/ by \`npm run generate\`. Do not edit.
import type { DiagnosticCode } from '../compiler/model/diagnostic-code.ts'

const pages: Readonly<Record<DiagnosticCode, string>> = {
${entries.join('\n')}
}
export default pages
`
}

/** The codes whose pages speak of a key, by that key. */
function codesByKeyModule(): string {
  const entries = keyNames().flatMap((key) => {
    const codes = diagnosticCodes.filter((code) => speaksOf(pageOf(code), key))
    return codes.length > 0 ? [`  ${JSON.stringify(key)}: ${JSON.stringify(codes)},`] : []
  })
  return `// Generated from docs/errors/ by \`npm run generate\`. Do not edit.
import type { DiagnosticCode } from '../compiler/model/diagnostic-code.ts'

const codesByKey: Readonly<Record<string, readonly DiagnosticCode[]>> = {
${entries.join('\n')}
}
export default codesByKey
`
}

/** In its prose and in backticks, alone or in a command. */
const speaksOf = (page: string, key: string): boolean =>
  [...page.replace(/^```.*?^```$/gms, '').matchAll(/`([^`]*)`/g)].some(([, words = '']) =>
    words.split(' ').includes(key),
  )

const steps: Record<keyof typeof codesByStep, string> = {
  load: 'Finding and reading the config',
  validate: 'The form of the config',
  check: 'What the schema can’t say',
  write: 'Writing and comparing the artifacts',
}

function indexPage(): string {
  const sections = Object.entries(codesByStep).map(([step, codes]) => {
    const rows = codes.map((code) => `| [${code}](${code}.md) | ${summaryOf(pageOf(code))} |`)
    const title = steps[step as keyof typeof codesByStep]
    return `## ${title}\n\n| code | what it means |\n| --- | --- |\n${rows.join('\n')}\n`
  })
  return `<!-- Generated from the pages beside it by \`npm run generate\`. Do not edit. -->

# Errors and warnings

Every report of immuc's has a code in brackets, such as \`error[unknown-size]\`. Codes never change
their meaning. \`immuc explain CODE\` prints the page in a terminal.

${sections.join('\n')}`
}
