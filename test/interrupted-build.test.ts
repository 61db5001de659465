// Whichever file-system call a build is stopped at, the artifacts are the old set or the new one, or
// a set that tools refuse, `immuc check` names and the next build finishes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { compare } from '../compiler/write/write.ts'
import {
  assertBetween,
  assertSet,
  callsOfBuild,
  check,
  eachOf,
  finish,
  isSwap,
  output,
  remove,
  stateOf,
  stoppedBuild,
} from './support/stopped-build.ts'
import type { SwapState } from './support/swap-state.ts'
import { testWith } from './support/tools.ts'
import { type Call, strace } from './support/traced.ts'
import { foreign } from './support/two-sets.ts'

const test = suite('interrupted build')
test.after(remove)

const planOfNothing = { artifacts: [], inputDigest: '', version: '999.0.0', force: false }

async function killAt({ name, number, text }: Call): Promise<SwapState> {
  const out = output()
  const when = `${name}:signal=SIGKILL:when=${number}`
  const { signal, calls } = await stoppedBuild(out, [when])
  assert.is(signal, 'SIGKILL', when)
  assert.is(calls.at(-1)?.name, name)
  for (const [path, content] of foreign) {
    assert.is(readFileSync(join(out, path), 'latin1'), content, `${when}: ${path}`)
  }
  const state = stateOf(out)
  const { diagnostics } = await compare(out, planOfNothing)
  assert.is(diagnostics[0]?.code === 'write-unfinished', state.name === 'between', when)
  await finish(out, number, `${when}, ${text}`)
  return state
}

testWith(test, [strace], 'killed at any call, it leaves no mix', async () => {
  const points = (await callsOfBuild()).filter((call) => isSwap(call) || call.number % 8 === 0)
  const states: SwapState[] = []
  await eachOf(points, async (call) => {
    states.push(await killAt(call))
  })
  const count = (name: SwapState['name']) => states.filter((state) => state.name === name).length
  const counts = { old: count('old'), between: count('between'), new: count('new') }
  console.log(`killed at ${states.length} calls: ${JSON.stringify(counts)}`)
  const faults = states.filter(({ isMix, misleads }) => isMix || misleads.length > 0)
  assert.equal(faults, [])
  assert.ok(counts.old > 5 && counts.between > 20 && counts.new > 0)
})

testWith(test, [strace], 'killed time after time, it still leaves no mix', async () => {
  const out = output()
  const rename = (await callsOfBuild()).find(({ name }) => name.startsWith('rename'))?.name
  const kills = [
    [9, 'new'],
    [14, 'old'],
    [30, 'new'],
    [12, 'old'],
    [33, 'old'],
  ] as const
  for (const [number, name] of kills) {
    const when = `${rename}:signal=SIGKILL:when=${number}`
    assert.is((await stoppedBuild(out, [when], name)).signal, 'SIGKILL', when)
    assertBetween(out, `${when}, ${name}`)
  }
  const { status, stderr } = await check(out)
  assert.is(status, 1)
  assert.equal(stderr.match(/^(error|warning).*$/gm), [
    'error[write-unfinished]: an earlier build was stopped while it wrote here',
  ])
  await finish(out, 0, 'killed five times')
  assert.is((await check(out, 'old')).status, 0)
})

testWith(test, [strace], 'Ctrl-C waits until all is written', async () => {
  const swaps = (await callsOfBuild()).filter(({ name }) => name.startsWith('rename'))
  const middle = swaps[Math.floor(swaps.length / 2)]
  await eachOf([swaps[0], middle, swaps.at(-1)], async (call) => {
    const out = output()
    const when = `${call?.name}:signal=SIGINT:when=${call?.number}`
    const { status, stderr } = await stoppedBuild(out, [when])
    assert.ok(status === 0 || status === 130, `${when}: ${status} ${stderr}`)
    assertSet(out, 'new', when)
  })
})

test.run()
