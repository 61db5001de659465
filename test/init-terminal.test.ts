// `immuc init` with a person at a terminal, and against the odds: interrupted, two at once, a folder
// that can't be written to.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bin, runImmuc } from './support/immuc.ts'
import { folderWith, removeFolders, top } from './support/init-folders.ts'
import {
  onTerminal,
  type Screen,
  type Step,
  terminalNeed,
  withoutColours,
} from './support/on-terminal.ts'
import { root as asRoot, program, testWith } from './support/tools.ts'

const test = suite('init on a terminal')

chmodSync(top, 0o755)
test.after(removeFolders)

const app = {
  'package.json': '{"name":"shop","version":"1.0.0"}',
  'server.js': 'require("http")\n',
}

function asked(folder: string, steps: readonly Step[], ...words: string[]): Screen {
  const env = { TZ: 'America/New_York', GIT_CEILING_DIRECTORIES: top }
  const command = [process.execPath, bin, 'init', ...words]
  const { screen, status } = onTerminal(command, folder, steps, env)
  return { screen: withoutColours(screen), status }
}

const config = (folder: string): string => readFileSync(join(folder, 'system.config.ts'), 'utf8')

const enter = '\r'

testWith(
  test,
  [terminalNeed],
  'only what is not found is asked, and Enter takes what is proposed',
  () => {
    const folder = folderWith(app)
    const { screen, status } = asked(folder, [
      { until: '(nyc3)', type: enter },
      { until: '(none)', type: enter },
      { until: '(none)', type: enter },
    ])
    assert.is(status, 0, screen)
    assert.is(screen.match(/\?/g)?.length, 3, screen)
    assert.match(screen, 'npx immuc build')
    assert.match(config(folder), "region: 'nyc3'")
    assert.match(config(folder), "// access: { gateFrom: ['203.0.113.7/32'] }")
    assert.is(runImmuc(['build'], { cwd: folder }).status, 0)
  },
)

testWith(
  test,
  [terminalNeed],
  'everything is asked where nothing is found, until the answer is right',
  () => {
    const folder = folderWith({ start: '#!/bin/sh\n' })
    const { screen, status } = asked(folder, [
      { until: 'executable', type: enter },
      { until: 'executable', type: `ftp://example.com/x${enter}` },
      { until: 'it starts with neither' },
      { until: 'executable', type: `start${enter}` },
      { until: 'Version', type: `v 1${enter}` },
      { until: '`v 1`' },
      { until: 'Version', type: `v1${enter}` },
      { until: 'Region', type: `ams2${enter}` },
      { until: 'Enter takes it' },
      { until: '(ams2)', type: `ams3${enter}` },
      { until: 'Domain', type: `localhost${enter}` },
      { until: 'it has no dot' },
      { until: 'Domain', type: `shop.example.com${enter}` },
      { until: 'Addresses', type: `203.0.113.7${enter}` },
    ])
    assert.is(status, 0, screen)
    assert.match(config(folder), "artifact: { file: './start' }")
    assert.match(config(folder), "domain: { zone: 'example.com', record: 'shop' }")
    assert.match(config(folder), "\n  access: { gateFrom: ['203.0.113.7/32'] }")
    assert.is(runImmuc(['build'], { cwd: folder }).status, 0)
  },
)

testWith(test, [terminalNeed], 'what was given is not asked', () => {
  const folder = folderWith(app)
  const { screen, status } = asked(
    folder,
    [],
    ...['--region', 'sfo3', '--domain', 'example.com', '--gate-from', '203.0.113.0/24'],
  )
  assert.is(status, 0, screen)
  assert.not.match(screen, /\?/)
})

testWith(test, [terminalNeed], '--yes asks nothing on a terminal either', () => {
  const folder = folderWith(app)
  const { screen, status } = asked(folder, [], '--yes')
  assert.is(status, 0, screen)
  assert.not.match(screen, /\?/)
})

for (const [name, key] of [
  ['Ctrl-C', '\u0003'],
  ['the end of the input', '\u0004'],
] as const) {
  testWith(test, [terminalNeed], `${name} at any question leaves nothing`, () => {
    for (const before of [[], [{ until: 'Region', type: enter }]]) {
      const folder = folderWith(app)
      const last = before.length === 0 ? 'Region' : 'Domain'
      const { screen, status } = asked(folder, [
        ...before,
        { until: last },
        { until: '(', type: key },
      ])
      assert.is(status, 130, screen)
      assert.match(screen, 'Nothing was written.')
      assert.equal(readdirSync(folder).sort(), Object.keys(app).sort())
    }
  })
}

test('of several at once one wins, and the others say so', async () => {
  const folder = folderWith(app)
  const words = ['init', '--yes', '--region', 'fra1']
  const run = (version: string) =>
    new Promise<{ code: number | null; said: string; version: string }>((settle) => {
      const child = spawn(process.execPath, [bin, ...words, '--version-tag', version], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let said = ''
      child.stderr.on('data', (chunk) => {
        said += chunk
      })
      child.on('close', (code) => settle({ code, said, version }))
    })
  const runs = await Promise.all(['v1', 'v2', 'v3', 'v4'].map(run))
  const winners = runs.filter(({ code }) => code === 0)
  assert.is(winners.length, 1)
  assert.match(config(folder), `version: '${winners[0]?.version}'`)
  for (const { code, said } of runs.filter((one) => one !== winners[0])) {
    assert.is(code, 1)
    assert.match(said, /system\.config\.ts (here already|was written by somebody else)/)
  }
  assert.equal(readdirSync(folder).sort(), [...Object.keys(app), 'system.config.ts'].sort())
})

test('a link that leads nowhere is in the way, and stays', () => {
  const folder = folderWith(app)
  spawnSync('ln', ['-s', '/nowhere/at/all', join(folder, 'system.config.ts')])
  const { status, stderr } = runImmuc(['init', '--yes'], { cwd: folder })
  assert.is(status, 1, stderr)
  assert.match(stderr, 'system.config.ts')
})

/** Runs a shell script in a mount namespace of its own; $0 is Node, $1 the command, $2 a folder. */
const inNamespace = (script: string, folder: string) =>
  spawnSync(
    'unshare',
    ['--mount', '--propagation', 'private', 'sh', '-c', script, process.execPath, bin, folder],
    { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  )

const onFullDisk = `
mount -t tmpfs -o size=64k tmpfs "$2"; cd "$2"
printf '#!/bin/sh\\n' > start
dd if=/dev/zero of=fill bs=4k 2>/dev/null
"$0" "$1" init --yes --artifact start; code=$?; ls -A; exit $code`

const onReadOnlyDisk = `
mount -t tmpfs tmpfs "$2"; cd "$2"; printf '#!/bin/sh\\n' > start; mount -o remount,ro "$2"
"$0" "$1" init --yes --artifact start; code=$?; ls -A; exit $code`

for (const [what, script, says, left] of [
  ['a full disk', onFullDisk, 'the disk is full', 'fill\nstart\n'],
  ['a read-only disk', onReadOnlyDisk, 'the file system is read-only', 'start\n'],
] as const) {
  testWith(test, [asRoot, program('unshare')], `${what} is told of, and nothing is left`, () => {
    const { status, stdout, stderr } = inNamespace(script, folderWith({}))
    assert.is(status, 1, stderr)
    assert.match(stderr, `immuc: system.config.ts can't be written: ${says}. Nothing was written.`)
    assert.is(stdout, left)
  })
}

testWith(test, [asRoot], "somebody else's folder is told of", () => {
  const folder = folderWith(app)
  chownSync(folder, 0, 0)
  const { status, stderr } = spawnSync(process.execPath, [bin, 'init', '--yes'], {
    cwd: folder,
    uid: 65534,
    gid: 65534,
    encoding: 'utf8',
  })
  // A checkout that user 65534 may not read has nothing to say here.
  if (/Cannot find module|EACCES.*immuc/.test(stderr)) return
  assert.is(status, 1, stderr)
  assert.match(stderr, 'this user may not write in this folder')
})

test.run()
