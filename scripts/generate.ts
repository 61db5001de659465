// Writes the generated files: types and validator from the JSON Schema, templates precompiled,
// programs and style sheets that are carried as texts.
// `--check` writes nothing and exits 1 if one of them is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../test/support/root.ts'
import { pageAssetsModule } from './generate-page-assets.ts'
import { errorPages } from './generate-pages.ts'
import { programModules } from './generate-programs.ts'
import { sha256Module } from './generate-sha256.ts'
import { precompiledTemplates } from './generate-templates.ts'
import { configTypes } from './generate-types.ts'
import { validatorModules } from './generate-validator.ts'

const generated = new Map([
  ...(await configTypes()),
  ...(await validatorModules()),
  ...(await pageAssetsModule()),
  ...(await programModules()),
  ...precompiledTemplates(),
  ...sha256Module(),
  ...errorPages(),
])

const isCheck = process.argv.includes('--check')
let isStale = [...generated].filter(([path, text]) => refresh(path, text)).length > 0
// It is made with the modules that were generated just now.
const { referenceMarkdown } = await import('../explain/reference-markdown.ts')
isStale = refresh('docs/reference.md', referenceMarkdown()) || isStale
process.exit(isCheck && isStale ? 1 : 0)

/** Whether it was stale. */
function refresh(path: string, text: string): boolean {
  if (currentText(path) === text) return false
  if (isCheck) {
    console.error(`stale: ${path} (run: npm run generate)`)
  } else {
    writeFileSync(join(root, path), text)
    console.log(`wrote ${path}`)
  }
  return true
}

function currentText(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}
