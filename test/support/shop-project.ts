// A user's folder with a config that is fine, and the command in it, for the tests of a file.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'uvu'
import * as assert from 'uvu/assert'
import type { Run } from './immuc.ts'
import { makeProject } from './project.ts'

export const configText = (version: string): string => `import { defineSystem } from 'immuc'

export default defineSystem({
  app: { name: 'shop', artifact: { file: './shop.sh' } },
  version: '${version}',
  scaling: { region: 'ams3' },
})
`

export const shared = makeProject({
  'shop.sh': '#!/bin/sh\n',
  'system.config.ts': configText('v1'),
})
export const infra = join(shared.folder, 'infra')

/** Before each test the folder is as it was. */
export function freshly(test: Test): void {
  test.before.each(() => {
    rmSync(infra, { recursive: true, force: true })
    shared.write('system.config.ts', configText('v1'))
  })
  test.after(() => shared.remove())
}

export const immuc = (...words: string[]): Run => shared.immuc(words)

export function assertFine(run: Run): void {
  assert.is(run.status, 0, run.stderr)
  assert.is(run.stderr, '')
}
