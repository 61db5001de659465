// A build from the old set to the new one that is stopped at one of its file-system calls, and what
// must hold of the folder then.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { type SwapState, swapState } from './swap-state.ts'
import { type Call, type Ended, runFreely, runTraced } from './traced.ts'
import { differingFiles, makeTwoSets, type Tree, tree, withForeign } from './two-sets.ts'

const made = makeTwoSets()
const { configs, sets } = made

export const { output, remove } = made

/** Builds the new set, or the other one. */
export const stoppedBuild = (
  out: string,
  injects: readonly string[],
  name: 'old' | 'new' = 'new',
): Promise<Ended> => runTraced(['build', '--config', configs[name], '--out', out], ...injects)

/** The calls of a build that nothing stops, as far as they touch the output folder. */
export async function callsOfBuild(): Promise<Call[]> {
  const out = output()
  const { status, stderr, calls } = await stoppedBuild(out, [])
  assert.is(status, 0, stderr)
  assertSet(out, 'new', 'the build that nothing stops')
  return calls.filter(({ text, name }) => text.includes(`"${out}/`) && isWrite(name, text))
}

const isWrite = (name: string, text: string): boolean =>
  !name.startsWith('open') || text.includes('O_CREAT')

/** It changes what stands in the folder; all others prepare that, or tidy up. */
export const isSwap = ({ name, text }: Call): boolean =>
  name.startsWith('rename') || !text.includes('/.immuc-staging')

/** Exactly this set, all files of the user's, and nothing else. */
export function assertSet(out: string, name: 'old' | 'new', when: string): void {
  const [found, wanted] = [tree(out), withForeign(sets[name])]
  assert.equal(differingFiles(found, wanted), [], `${when}: these files are not as they should be`)
  assert.not(existsSync(join(out, '.immuc-staging')), when)
}

export const stateOf = (out: string): SwapState => swapState(artifactsIn(out), sets)

const artifactsIn = (out: string): Tree =>
  new Map([...tree(out)].filter(([path]) => !path.startsWith('.immuc-staging/')))

export function assertBetween(out: string, when: string): void {
  assert.equal(stateOf(out), { name: 'between', isMix: false, misleads: [] }, when)
}

/** The next build, of either config, finishes; it does not need what the stopped one had staged. */
export async function finish(out: string, number: number, when: string): Promise<void> {
  const name = number % 3 === 0 ? 'old' : 'new'
  if (number % 3 === 1) rmSync(join(out, '.immuc-staging'), { recursive: true, force: true })
  const { status, stderr } = await runFreely(['build', '--config', configs[name], '--out', out])
  assert.is(status, 0, `${when}: ${stderr}`)
  assertSet(out, name, `${when}, then built`)
}

export const check = (out: string, name: 'old' | 'new' = 'new') =>
  runFreely(['check', '--config', configs[name], '--out', out])

/** Two at a time. */
export async function eachOf<Item>(
  items: readonly Item[],
  body: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items]
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await body(item)
  }
  await Promise.all([worker(), worker()])
}
