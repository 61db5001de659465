// A file-system call that fails is undone: the old set returns, whole. What stops the undoing as
// well leaves a set that tools refuse and the next build finishes.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  assertBetween,
  assertSet,
  callsOfBuild,
  eachOf,
  finish,
  isSwap,
  output,
  remove,
  stoppedBuild,
} from './support/stopped-build.ts'
import { testWith } from './support/tools.ts'
import { type Call, strace } from './support/traced.ts'

const test = suite('undone build')
test.after(remove)

const isCall = (kind: string) => (call: Call) => call.name.startsWith(kind) && isSwap(call)

testWith(test, [strace], 'a call that fails at any time is undone', async () => {
  const calls = await callsOfBuild()
  const renames = calls.filter(isCall('rename'))
  const points = [
    ...renames.filter((_, index) => index % 5 === 0),
    ...renames.slice(-1),
    ...calls.filter(isCall('unlink')).slice(0, 1),
    ...['mkdir', 'open'].flatMap((kind) => calls.find(({ name }) => name.startsWith(kind)) ?? []),
  ]
  await eachOf(points, async ({ name, number }) => {
    const out = output()
    const when = `${name}:error=EIO:when=${number}`
    const { status, stderr } = await stoppedBuild(out, [when])
    assert.is(status, 1, when)
    assert.match(stderr, /^error\[write-failed\]: .* can't be written: EIO: i\/o error$/m)
    assert.match(stderr, /^1 error\. Nothing was written\.$/m)
    assertSet(out, 'old', when)
  })
})

testWith(test, [strace], 'a first build that fails leaves nothing, not even folders', async () => {
  const above = output()
  for (const number of [1, 20, 30]) {
    const out = join(above, 'not/there/yet')
    const { status, stderr } = await stoppedBuild(out, [`/^rename:error=EIO:when=${number}`])
    assert.is(status, 1, stderr)
    assertSet(above, 'old', `rename ${number} fails`)
    assert.not(existsSync(join(above, 'not')))
  }
})

testWith(test, [strace], 'where files can’t be linked, they are copied', async () => {
  const links = (await callsOfBuild()).filter(({ name }) => name.startsWith('link'))
  const noLinks = `${links[0]?.name}:error=EPERM`
  const done = output()
  assert.is((await stoppedBuild(done, [noLinks])).status, 0)
  assertSet(done, 'new', noLinks)
  const undone = output()
  assert.is((await stoppedBuild(undone, [noLinks, '/^rename:error=EIO:when=20'])).status, 1)
  assertSet(undone, 'old', noLinks)
})

testWith(test, [strace], 'killed while it undoes, it leaves no mix either', async () => {
  const calls = await callsOfBuild()
  const fails = calls.filter(isCall('unlink')).at(-1)
  const done = calls.slice(0, calls.indexOf(fails as Call)).filter(isCall('rename'))
  await eachOf([1, 3, 6, 9, 20], async (further) => {
    const out = output()
    const number = done.length + further
    const fault = `${fails?.name}:error=EIO:when=${fails?.number}`
    const when = `${done[0]?.name}:signal=SIGKILL:when=${number}`
    assert.is((await stoppedBuild(out, [fault, when])).signal, 'SIGKILL', when)
    assertBetween(out, when)
    await finish(out, number, when)
  })
})

testWith(test, [strace], 'if undoing fails as well, it says so', async () => {
  for (const number of [4, 30]) {
    const out = output()
    const { status, stderr } = await stoppedBuild(out, [`/^rename:error=EIO:when=${number}+`])
    assert.is(status, 1)
    assert.match(stderr, /^error\[write-unfinished\]: writing stopped halfway: EIO: i\/o error$/m)
    assert.not.match(stderr, /Nothing was written/)
    assertBetween(out, `all renames fail from number ${number} on`)
    await finish(out, number, 'then all is well again')
  }
})

test.run()
