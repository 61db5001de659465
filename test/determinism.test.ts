// The same config gives the same bytes, whoever builds it, where, and how often.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readTree } from './support/golden.ts'
import { makeProject } from './support/project.ts'
import { root } from './support/root.ts'
import { type Need, program, root as rootUser, testWith } from './support/tools.ts'

const test = suite('determinism')

const project = makeProject({ 'app/dist/app': '#!/bin/sh\n' })
for (const example of ['01-hello', '03-scaled']) {
  const path = `examples/${example}/system.config.ts`
  project.write(path, readFileSync(join(root, path), 'utf8'))
}
const hello = join(project.folder, 'examples/01-hello/system.config.ts')
const scaled = join(project.folder, 'examples/03-scaled/system.config.ts')

test.after(() => project.remove())

/** One line per file: two folders are the same exactly if these are. */
function digestsOf(folder: string): string {
  const lines = [...readTree(folder)].map(
    ([path, bytes]) => `${createHash('sha256').update(bytes).digest('hex')} ${path}`,
  )
  assert.ok(lines.length > 10, 'nothing was built')
  return lines.join('\n')
}

let count = 0

/** A folder that only this build uses, and that any user may write to. */
function freshFolder(): string {
  count += 1
  const folder = join(project.folder, `built-${count}`)
  mkdirSync(folder)
  chmodSync(folder, 0o777)
  return folder
}

function build(config: string, { before = [], words = [], ...options }: How = {}): string {
  const folder = options.folder ?? freshFolder()
  const out = join(folder, 'out')
  const command = ['build', '--config', config, '--out', out, ...words]
  const [file = '', ...rest] = [...before, process.execPath, ...(options.flags ?? []), project.bin]
  const { status, stderr, error } = spawnSync(file, [...rest, ...command], {
    cwd: options.cwd ?? project.folder,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    encoding: 'utf8',
    ...(options.user !== undefined && { uid: options.user, gid: options.user }),
  })
  assert.is(status, 0, `${error?.message ?? ''}${stderr}`)
  const digests = digestsOf(out)
  rmSync(folder, { recursive: true })
  return digests
}

type How = {
  cwd?: string
  env?: Record<string, string>
  flags?: string[]
  user?: number
  folder?: string
  /** A command that runs the command. */
  before?: string[]
  words?: string[]
}

function buildInBackground(config: string): Promise<string> {
  const folder = freshFolder()
  const out = join(folder, 'out')
  const words = [project.bin, 'build', '--config', config, '--out', out]
  return new Promise((settle, fail) => {
    const child = spawn(process.execPath, words, { cwd: project.folder, stdio: 'ignore' })
    child.once('error', fail)
    child.once('close', (code) => {
      if (code !== 0) fail(new Error(`the build ended with ${code}`))
      else settle(digestsOf(out))
      rmSync(folder, { recursive: true, force: true })
    })
  })
}

const times = 200
const atOnce = 2

test(`${times} builds of one config are the same`, async () => {
  const first = build(hello)
  let left = times
  const seen = new Set<string>()
  const worker = async () => {
    while (left > 0) {
      left -= 1
      seen.add(await buildInBackground(hello))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  assert.equal([...seen], [first])
})

const usual = build(scaled)

test('another config is noticed', () => {
  const other = join(project.folder, 'other/deeper/system.config.ts')
  project.write(
    'other/deeper/system.config.ts',
    readFileSync(scaled, 'utf8').replace('v1.4.0', 'v1.4.1'),
  )
  assert.is.not(build(other), usual)
})

const environments: Record<string, Record<string, string>> = {
  'the time zone': { TZ: 'Pacific/Kiritimati' },
  'another time zone': { TZ: 'America/St_Johns' },
  'the locale': { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' },
  'a locale with other digits': { LANG: 'ar_EG.UTF-8', LC_ALL: 'ar_EG.UTF-8' },
  'no locale': { LANG: 'C', LC_ALL: 'C' },
  'the home': { HOME: '/nonexistent', USERPROFILE: '/nonexistent' },
  "the user's name": { USER: 'somebody', LOGNAME: 'somebody', USERNAME: 'somebody' },
  'the temporary folder': { TMPDIR: '/var/tmp', TMP: '/var/tmp' },
  'a CI': { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_SHA: 'abc', BUILD_NUMBER: '7' },
  'the terminal': { TERM: 'xterm-256color', COLUMNS: '40', FORCE_COLOR: '3' },
  "Node's mode": { NODE_ENV: 'production', NODE_OPTIONS: '--max-old-space-size=512' },
  tokens: { DIGITALOCEAN_TOKEN: 'not-a-token', TF_VAR_secret_stripe_key: 'not-a-key' },
}

for (const [what, env] of Object.entries(environments)) {
  test(`${what} changes nothing`, () => {
    assert.is(build(scaled, { env }), usual)
  })
}

for (const cwd of ['/', join(project.folder, 'examples'), join(project.folder, 'node_modules')]) {
  test(`the folder that it is started in changes nothing: ${basename(cwd) || cwd}`, () => {
    assert.is(build(scaled, { cwd }), usual)
  })
}

test('a relative path to the config changes nothing', () => {
  const cwd = join(project.folder, 'examples/03-scaled')
  assert.is(build('system.config.ts', { cwd }), usual)
  assert.is(build('../../examples/03-scaled/./system.config.ts', { cwd }), usual)
})

for (const mask of ['000', '022', '077']) {
  test(`a umask of ${mask} changes nothing`, () => {
    assert.is(build(scaled, { before: ['sh', '-c', `umask ${mask}; exec "$@"`, 'sh'] }), usual)
  })
}

for (const flags of [
  ['--no-opt'],
  ['--random-seed=7'],
  ['--enable-source-maps'],
  ['--stack-size=600'],
]) {
  test(`Node's flag ${flags} changes nothing`, () => {
    assert.is(build(scaled, { flags }), usual)
  })
}

test('a config behind a symbolic link is the same config', () => {
  symlinkSync(join(project.folder, 'examples'), join(project.folder, 'linked'))
  assert.is(build(join(project.folder, 'linked/03-scaled/system.config.ts')), usual)
})

test('the name of the folder changes nothing', () => {
  const folder = 'Ordner mit Blank, ä, 漢 & $x/dist/two'
  cpSync(join(project.folder, 'app'), join(project.folder, 'Ordner mit Blank, ä, 漢 & $x/app'), {
    recursive: true,
  })
  const config = project.write(`${folder}/system.config.ts`, readFileSync(scaled, 'utf8'))
  assert.is(build(config), usual)
})

test('building again over the same folder changes nothing', () => {
  const folder = freshFolder()
  const out = join(folder, 'out')
  for (const config of [hello, scaled, scaled]) {
    assert.is(project.immuc(['build', '--config', config, '--out', out]).status, 0)
  }
  assert.is(digestsOf(out), usual)
})

test('the default folder gets the same as any other', () => {
  assert.is(project.immuc(['build', '--config', scaled]).status, 0)
  assert.is(digestsOf(join(project.folder, 'examples/03-scaled/infra')), usual)
})

const nobody = 65_534

/** A clone in a home that is closed to others can't be tried as another user. */
const openClone: Need = {
  name: 'a clone that another user may read',
  present: () =>
    process.getuid?.() === 0 &&
    spawnSync(
      process.execPath,
      ['-e', `require(${JSON.stringify(join(root, 'node_modules/yargs'))})`],
      {
        cwd: '/',
        uid: nobody,
        gid: nobody,
      },
    ).status === 0,
}

testWith(test, [rootUser, openClone], 'another user changes nothing', () => {
  assert.is(build(scaled, { user: nobody, cwd: '/' }), usual)
})

const namespaces: Need = {
  name: 'unshare of the host name',
  present: () => spawnSync('unshare', ['--uts', 'true']).status === 0,
}

testWith(
  test,
  [program('unshare'), program('hostname'), namespaces],
  'the name of the host changes nothing',
  () => {
    const before = ['unshare', '--uts', 'sh', '-c', 'hostname another-host; exec "$@"', 'sh']
    assert.is(build(scaled, { before }), usual)
  },
)

test.run()
