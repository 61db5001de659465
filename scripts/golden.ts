// Rewrites the expected artifact trees of the examples and of test/cases from the built command.
// A deliberate act: look at the diff before you commit it. CI refuses to run it.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildInto, goldenCases } from '../test/support/golden.ts'

if (process.env.CI) {
  console.error('CI compares the expected artifacts; it never writes them.')
  process.exit(1)
}
for (const { config, expected } of goldenCases()) {
  rmSync(expected, { recursive: true, force: true })
  const { status, stderr } = buildInto(config, expected)
  if (status !== 0) throw new Error(`${config}\n${stderr}`)
  console.log(`wrote ${join(expected)}`)
}
