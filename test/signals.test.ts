// Ctrl-C at any moment of a build leaves the old artifacts or the new ones, and no process.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readTree } from './support/golden.ts'
import { makeProject } from './support/project.ts'
import { type Need, testWith } from './support/tools.ts'

const test = suite('signals')

/** So large that the writing of it takes long enough to be met. */
const artifactBytes = 24 * 1024 * 1024

const configText = (version: string): string => `{
  "app": { "name": "shop", "artifact": { "file": "./shop-${version}" } },
  "version": "${version}",
  "scaling": { "region": "ams3" }
}
`

const project = makeProject()
const out = join(project.folder, 'infra')
const versions = ['v1', 'v2'] as const
const trees = new Map(
  versions.map((version, index) => {
    writeFileSync(join(project.folder, `shop-${version}`), Buffer.alloc(artifactBytes, index + 1))
    const config = project.write(`${version}/system.config.json`, configText(`../shop-${version}`))
    project.write(`${version}/system.config.json`, configText(version).replace('./', '../'))
    const built = join(project.folder, `expected-${version}`)
    assert.is(project.immuc(['build', '--config', config, '--out', built]).status, 0)
    return [version, readTree(built)]
  }),
)

test.after(() => project.remove())

type Ended = { code: number | null; signal: NodeJS.Signals | null; stderr: string }

/** Builds in a process group of its own, and signals all of it, as a terminal does. */
async function interrupted(
  version: string,
  signal: NodeJS.Signals,
  moment: Moment,
): Promise<Ended> {
  const words = ['build', '--config', join(version, 'system.config.json'), '--out', out]
  const child = spawn(process.execPath, [project.bin, ...words], {
    cwd: project.folder,
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<Ended>((settle) =>
    child.once('close', (code, by) => settle({ code, signal: by, stderr })),
  )
  await moment(() => child.exitCode !== null || child.signalCode !== null)
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    process.kill(-child.pid, signal)
  }
  return ended
}

/** Waits until the signal is due, or the process is gone. */
type Moment = (isGone: () => boolean) => Promise<unknown>

const after =
  (milliseconds: number): Moment =>
  () =>
    sleep(milliseconds)

/** The build has begun to put its files together. */
const whileWriting: Moment = async (isGone) => {
  while (!isGone() && !readdirSync(out).some((name) => name.startsWith('.immuc'))) await nextTurn()
}

/** Which of the two sets is there, whole and alone. */
function versionThere(): string {
  const found = readTree(out)
  const match = versions.find((version) => sameTree(found, trees.get(version)))
  assert.ok(match, `a mix or leftovers: ${[...found.keys()]}`)
  return match ?? ''
}

const sameTree = (a: Map<string, Buffer>, b: Map<string, Buffer> | undefined): boolean =>
  b !== undefined &&
  a.size === b.size &&
  [...a].every(([path, bytes]) => b.get(path)?.equals(bytes) ?? false)

const otherThan = (version: string): string => versions.find((one) => one !== version) ?? ''

function buildFirst(): void {
  const config = join('v1', 'system.config.json')
  const { status, stderr } = project.immuc(['build', '--config', config, '--out', out])
  assert.is(status, 0, stderr)
}

function assertEnded({ code, signal, stderr }: Ended, sent: NodeJS.Signals, number: number): void {
  assert.ok(signal === sent || code === 128 + number || code === 0, `${code} ${signal} ${stderr}`)
  assert.not.match(stderr, /bug of immuc|\n {4}at /)
}

const numbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const

for (const [signal, number] of Object.entries(numbers) as [keyof typeof numbers, number][]) {
  test(`${signal} while it writes leaves one set, whole`, async () => {
    buildFirst()
    for (let round = 0; round < 5; round += 1) {
      const ended = await interrupted(otherThan(versionThere()), signal, whileWriting)
      assertEnded(ended, signal, number)
      versionThere()
    }
  })
}

test('SIGINT at any moment leaves one set, whole', async () => {
  buildFirst()
  for (let milliseconds = 20; milliseconds < 500; milliseconds += 40) {
    const ended = await interrupted(otherThan(versionThere()), 'SIGINT', after(milliseconds))
    assertEnded(ended, 'SIGINT', 2)
    versionThere()
  }
})

test('the next build goes on as if nothing had been', async () => {
  buildFirst()
  await interrupted('v2', 'SIGINT', whileWriting)
  const config = join('v2', 'system.config.json')
  assert.is(project.immuc(['build', '--config', config, '--out', out]).status, 0)
  assert.is(versionThere(), 'v2')
})

const proc: Need = { name: '/proc', present: () => existsSync('/proc/self/cwd') }

/** Processes whose working folder is the project's. */
const processesThere = (): string[] =>
  readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/cwd`).startsWith(project.folder)
    } catch {
      return false
    }
  })

testWith(test, [proc], 'no process is left behind', async () => {
  project.write('ts/system.config.ts', `export default ${configText('v1').replace('./', '../')}`)
  for (const milliseconds of [60, 120, 180, 240]) {
    await interrupted('ts', 'SIGINT', after(milliseconds))
    // esbuild ends a moment after the process that it works for.
    for (let tries = 0; tries < 200 && processesThere().length > 0; tries += 1) await sleep(50)
    assert.equal(processesThere(), [])
  }
})

test.run()
