// Writes the generated files: types and validator from the JSON Schema, templates precompiled.
// `--check` writes nothing and exits 1 if one of them is stale.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../test/support/root.ts'
import { programModules } from './generate-programs.ts'
import { precompiledTemplates } from './generate-templates.ts'
import { configTypes } from './generate-types.ts'
import { validatorModule } from './generate-validator.ts'

const generated = new Map([
  ...(await configTypes()),
  ...(await validatorModule()),
  ...(await programModules()),
  ...precompiledTemplates(),
])

const stale = [...generated].filter(([path, text]) => currentText(path) !== text)

if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`stale: ${path} (run: npm run generate)`)
  process.exit(stale.length > 0 ? 1 : 0)
}
for (const [path, text] of stale) {
  writeFileSync(join(root, path), text)
  console.log(`wrote ${path}`)
}

function currentText(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}
