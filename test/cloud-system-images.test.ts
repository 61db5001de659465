// Images that make no service: their droplets boot and never pass their check. What the user of stock
// terraform reads, what serves meanwhile, and that a good image repairs it.
import { chmodSync, cpSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { destroysAll, isApplied, onCloud, type System, unwrapped } from './support/cloud-system.ts'
import { root } from './support/root.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('cloud: bad images')
const needs = [program('terraform'), program('curl')]
const good = join(root, 'examples/01-hello/expected')

/** Under the same name, as if the build machine had been broken. */
async function bakeWith({ cloud, folder }: System, app: string): Promise<void> {
  const artifacts = join(dirname(folder), '..', 'bad')
  cpSync(good, artifacts, { recursive: true })
  const file = join(artifacts, 'ansible/files/hello')
  writeFileSync(file, app)
  chmodSync(file, 0o755)
  await cloud.bake(artifacts)
}

const answers = (status: number) => `#!/usr/bin/env node
require('node:http').createServer((_, answer) => answer.writeHead(${status}).end()).listen(process.env.PORT)
`

for (const [what, app, says] of [
  [
    'an app that ends at once',
    '#!/bin/sh\nexit 3\n',
    /last answer: curl: \(\d+\) .*(refused|timed out|connect)/i,
  ],
  ['an app that is never healthy', answers(503), 'last answer: it answered with status 503'],
] as const) {
  testWith(test, needs, what, () =>
    onCloud('01-hello', async (system) => {
      await system.does('init')
      await bakeWith(system, app)
      const { status, stderr } = await system.run('apply', '-auto-approve')
      assert.is(status, 1)
      assert.match(unwrapped(stderr), 'did not pass its health check within 300 s')
      assert.match(unwrapped(stderr), says)
      assert.match(unwrapped(stderr), 'Nothing was switched over')

      await system.cloud.bake(good)
      await system.does('apply', '-auto-approve')
      await isApplied(system)
      assert.is(await system.status((await system.outputs()).url), 200)

      await bakeWith(system, app)
      assert.is((await system.run('apply', '-auto-approve')).status, 1)
      assert.is(await system.status((await system.outputs()).url), 200, 'what served still serves')
      await destroysAll(system)
    }),
  )
}

test.run()
