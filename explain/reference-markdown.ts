// All keys → the reference of the config as one page.
import { keyMarkdown, table } from './key-markdown.ts'
import { keyReferences } from './key-reference.ts'
import { keySummary } from './key-summary.ts'

export function referenceMarkdown(): string {
  const references = keyReferences()
  const contents = references.map((one) => [
    `[\`${one.key}\`](#${anchor(one.key)})`,
    keySummary(one),
  ])
  return `<!-- Generated from the schema by \`npm run generate\`. Do not edit. -->

# Reference of the config

Every key of \`system.config.ts\`: what it takes, and what it becomes in the artifacts. NAME stands for
the app's name. What is said here is also in the editor's hovers; \`immuc explain KEY\` prints it in a
terminal. The README of the artifacts and \`immuc.lock.json\` tell of every key.

${table(['key', 'what it is'], contents)}

${references.map(keyMarkdown).join('\n\n')}
`
}

/** As GitHub makes it of a heading. */
const anchor = (key: string): string =>
  key
    .toLowerCase()
    .replace(/\.\*$/, '-1')
    .replace(/[^\w-]/g, '')
