// The pages of docs/errors/ → their examples as whole configs, with the files that they speak of.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Files } from './reported.ts'
import { root } from './root.ts'

export type Page = {
  code: string
  text: string
  /** Absent where no config shows the fault. */
  bad?: Files
  good?: Files
}

const folder = join(root, 'docs/errors')

export const pages: readonly Page[] = readdirSync(folder)
  .filter((file) => file.endsWith('.md') && file !== 'README.md')
  .sort()
  .map((file) => pageOf(file.replace(/\.md$/, ''), readFileSync(join(folder, file), 'utf8')))

function pageOf(code: string, text: string): Page {
  const [bad, good] = [exampleIn(text, 'Bad'), exampleIn(text, 'Good')]
  const beside = Object.fromEntries(
    [...text.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)].map(([, name, content]) => [name, content]),
  )
  return {
    code,
    text,
    ...(bad !== undefined && { bad: { ...beside, 'system.config.ts': bad } }),
    ...(good !== undefined && { good: { ...beside, 'system.config.ts': good } }),
  }
}

/** The first fence of a section without a file's name. */
function exampleIn(text: string, section: string): string | undefined {
  const code = text.match(new RegExp(`^## ${section}\n\n\`\`\`ts\n(.*?)^\`\`\`$`, 'ms'))?.[1]
  if (code === undefined || code.includes('defineSystem(')) return code
  const imports = code.match(/^import .*\n/gm) ?? []
  const keys = code.replace(/^import .*\n/gm, '').replace(/\b(\w+): \{ …,/g, '$1: { ...base.$1,')
  return `import { defineSystem, plain, secret } from 'immuc'
${imports.join('')}
const base = {
  app: { name: 'shop', artifact: { file: './shop' } },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
}

export default defineSystem({
  ...base,
${keys}})
void [plain, secret]
`
}
