// What a person sees of a build that takes long: one line that comes and goes, and never in a pipe.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { onTerminal, terminalNeed } from './support/on-terminal.ts'
import { makeProject } from './support/project.ts'
import { testWith } from './support/tools.ts'

const test = suite('progress')

/** Waits so long that the line is certain to be shown, and prints in between. */
const slow = (milliseconds: number): string => `
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${milliseconds})
console.log('said by the config')
export default {
  app: { name: 'shop', artifact: { file: './shop.sh' } },
  version: 'v1',
  scaling: { region: 'ams3' },
}
`

const project = makeProject({ 'shop.sh': '#!/bin/sh\n', 'system.config.ts': slow(1500) })
test.after(() => project.remove())

const line = 'reading the config …'
const clear = '\r\u001b[K'

const onScreen = (words: string[], env: Record<string, string> = {}) =>
  onTerminal([process.execPath, project.bin, ...words], project.folder, [], env)

for (const command of ['build', 'check']) {
  testWith(
    test,
    [terminalNeed],
    `${command} says on a terminal what takes long, and clears it away`,
    () => {
      const { screen, status } = onScreen([command], { NO_COLOR: '1', FORCE_COLOR: '' })
      assert.is(status, 0, screen)
      assert.is(screen.split(line).length, 2, JSON.stringify(screen))
      assert.match(screen, `${clear}${line}${clear}said by the config\n`)
      assert.not.match(screen.slice(screen.indexOf('said by')), clear)
    },
  )
}

testWith(
  test,
  [terminalNeed],
  'a terminal that can do no more than print gets no such line',
  () => {
    const { screen, status } = onScreen(['build'], { TERM: 'dumb', FORCE_COLOR: '' })
    assert.is(status, 0, screen)
    assert.not.match(screen, line)
    assert.not.match(screen, '\u001b')
  },
)

test('a pipe gets no such line, whatever the colours', () => {
  const { status, stdout, stderr } = project.immuc(['build'], { env: { FORCE_COLOR: '1' } })
  assert.is(status, 0)
  assert.is(stdout, '')
  assert.is(stderr, 'said by the config\n')
})

test.run()
