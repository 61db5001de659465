// What a machine may lack to rehearse, provoked: each is a line that says what and the way out.
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { missingHere } from '../rehearsal/prerequisites.ts'
import { portFaultText } from '../rehearsal/rehearse.ts'

const test = suite('rehearsal needs')

function onPlatform<T>(platform: NodeJS.Platform, body: () => T): T {
  const own = process.platform
  Object.defineProperty(process, 'platform', { value: platform })
  try {
    return body()
  } finally {
    Object.defineProperty(process, 'platform', { value: own })
  }
}

test('on a system that is no Linux one line says where it works', () => {
  const names = { darwin: 'macOS', win32: 'Windows', freebsd: 'freebsd' } as const
  for (const [platform, name] of Object.entries(names)) {
    const lines = onPlatform(platform as NodeJS.Platform, () =>
      missingHere({ database: true, git: true }),
    )
    assert.is(lines.length, 1, platform)
    assert.match(lines[0] ?? '', `this is ${name}: run it in a Linux machine, in WSL or in CI`)
  }
})

test('each program that is absent is a line with the way to get it', () => {
  const path = process.env.PATH
  const empty = mkdtempSync(join(tmpdir(), 'immuc-needs-'))
  process.env.PATH = empty
  try {
    const lines = onPlatform('linux', () => missingHere({ database: false, git: true }))
    assert.equal(
      lines.map((line) => line.match(/^`(\w+)` is not on the PATH: .+/)?.[1]),
      ['terraform', 'curl', 'sh', 'git'],
    )
    const without = onPlatform('linux', () => missingHere({ database: false, git: false }))
    assert.is(without.length, 3, 'git is needed for a committed version only')
  } finally {
    process.env.PATH = path
    rmSync(empty, { recursive: true })
  }
})

test('a port that is taken is named, without an option that a rehearsal does not have', async () => {
  const first = createServer().listen(0, '127.0.0.1')
  await once(first, 'listening')
  const { port } = first.address() as { port: number }
  const second = createServer().listen(port, '127.0.0.1')
  const [failure] = await once(second, 'error')
  first.close()
  const words = portFaultText(failure) ?? ''
  assert.match(words, `something listens at 127.0.0.1:${port} already`)
  assert.match(words, 'stop it, then rehearse again')
  assert.not.match(words, '--')
  assert.is(portFaultText(new Error('another')), undefined)
})

test.run()
