// `build` remembers that there was nothing to do, and nothing fools it: whatever changed, it builds
// what a build without memory builds. `check`, which remembers nothing, says whether it did.
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { Script } from 'node:vm'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readCacheFile, writeCacheFile } from '../compiler/remember/cache-file.ts'
import type { Run } from './support/immuc.ts'
import { makeProject, type Project } from './support/project.ts'

const test = suite('remember')

const configText = (head = '', version = "'v1'"): string => `${head}
export default {
  app: { name: 'shop', artifact: { file: './shop.sh' }, env: { LEVEL: 'info' } },
  version: ${version},
  scaling: { region: 'ams3' },
}
`

const imports = "import { version } from './part'\nimport { sub } from './sub'\nvoid sub\n"

const files = {
  'shop.sh': '#!/bin/sh\n',
  'part.ts': "export const version = 'v1'\n",
  'sub/index.ts': 'export const sub = 1\n',
  'system.config.ts': configText(imports, 'version'),
}

type Remembering = Project & {
  cache: string
  build: (env?: object) => Run
  check: (env?: object) => Run
}

function remembering(extra: Record<string, string> = {}): Remembering {
  const project = makeProject({ ...files, ...extra })
  const cache = join(project.folder, 'cache')
  const run =
    (command: string) =>
    (env: object = {}) =>
      project.immuc([command], { env: { XDG_CACHE_HOME: cache, ...env } })
  return { ...project, cache, build: run('build'), check: run('check') }
}

/** The first build writes; the second one remembers, or sees what the third one has to look at. */
function remembered(extra: Record<string, string> = {}, env: object = {}): Remembering {
  const project = remembering(extra)
  for (let run = 0; run < 3; run += 1) assertFine(project.build(env))
  return project
}

function assertFine({ status, stderr }: Run): void {
  assert.is(stderr, '')
  assert.is(status, 0)
}

/** The memories of builds, and the compiled code of the command and of the compiler. */
const cacheNames = ({ cache }: Remembering): string[] => readdirSync(join(cache, 'immuc'))
const isCode = (name: string): boolean => name.startsWith('code-')
const memoryNames = (project: Remembering): string[] =>
  cacheNames(project).filter((name) => !isCode(name))
const cacheFiles = (project: Remembering): string[] =>
  memoryNames(project).map((name) => join(project.cache, 'immuc', name))
const codeFiles = (project: Remembering): string[] =>
  cacheNames(project)
    .filter(isCode)
    .map((name) => join(project.cache, 'immuc', name))
const filesAsTheyAre = (project: Remembering): string[] =>
  codeFiles(project).map((file) => `${statSync(file).ino} ${statSync(file).mtimeMs}`)

/** An artifact and the memory of it, changed alike: only who trusts its memory sees nothing. */
function changeBoth(project: Remembering): void {
  const { cache, folder } = project
  process.env.XDG_CACHE_HOME = cache
  const [name = ''] = memoryNames(project)
  const content = readCacheFile(name)?.toString('latin1') ?? ''
  assert.ok(content.includes('# shop v1'))
  writeCacheFile(name, Buffer.from(content.replace('# shop v1', '# shop v7'), 'latin1'))
  const readme = join(folder, 'infra/README.md')
  writeFileSync(readme, readFileSync(readme, 'utf8').replace('# shop v1', '# shop v7'))
}

test('the memory is used, once nothing has changed', () => {
  const project = remembered()
  changeBoth(project)
  assertFine(project.build())
  assert.match(project.check().stderr, 'edited-artifact')
  project.remove()
})

test('it is used only by the immuc that wrote it', () => {
  const project = remembered()
  changeBoth(project)
  const program = join(project.folder, 'node_modules/immuc/dist/immuc.cjs')
  const text = readFileSync(program, 'utf8')
  const other = text.replaceAll(/\b[0-9a-f]{64}\b/g, '0'.repeat(64))
  assert.is.not(other, text)
  writeFileSync(program, other)
  assert.match(project.build().stderr, 'edited-artifact')
  project.remove()
})

/** As an editor does it that keeps the size and the time. */
function replaceQuietly(file: string, from: string, to: string): void {
  const { atime, mtime } = statSync(file)
  const text = readFileSync(file, 'utf8')
  assert.ok(text.includes(from) && from.length === to.length)
  writeFileSync(file, text.replace(from, to))
  utimesSync(file, atime, mtime)
}

type Change = {
  name: string
  files?: Record<string, string>
  change: (project: Remembering) => void
  env?: object
  envAfter?: object
  /** What the README says afterwards. */
  title?: string
}

const inFolder = ({ folder }: Remembering, path: string): string => join(folder, path)

const changes: readonly Change[] = [
  {
    name: 'the config, with its size and time kept',
    files: { 'system.config.ts': configText() },
    change: (at) => replaceQuietly(inFolder(at, 'system.config.ts'), "'v1'", "'v2'"),
    title: '# shop v2\n',
  },
  {
    name: 'an imported file, with its size and time kept',
    change: (at) => replaceQuietly(inFolder(at, 'part.ts'), 'v1', 'v2'),
    title: '# shop v2\n',
  },
  {
    name: 'the local artifact, with its size and time kept',
    change: (at) => replaceQuietly(inFolder(at, 'shop.sh'), 'sh', 'ed'),
  },
  {
    name: 'a new file that an import finds first',
    change: (at) => void at.write('part.tsx', "export const version = 'v3'\n"),
    title: '# shop v3\n',
  },
  {
    name: 'a new file in the place of a folder with an index',
    files: {
      'system.config.ts': configText("import { version } from './sub'", 'version'),
      'sub/index.ts': "export const version = 'v1'\n",
    },
    change: (at) => void at.write('sub.ts', "export const version = 'v4'\n"),
    title: '# shop v4\n',
  },
  {
    name: 'a package.json in a folder with an index',
    files: {
      'system.config.ts': configText("import { version } from './sub'", 'version'),
      'sub/index.ts': "export const version = 'v1'\n",
      'sub/other.ts': "export const version = 'v5'\n",
    },
    change: (at) => void at.write('sub/package.json', '{ "main": "./other.ts" }'),
    title: '# shop v5\n',
  },
  {
    name: 'an imported file that becomes a link',
    change: (at) => {
      at.write('elsewhere/part.ts', "export const version = 'v6'\n")
      unlinkSync(inFolder(at, 'part.ts'))
      symlinkSync('elsewhere/part.ts', inFolder(at, 'part.ts'))
    },
    title: '# shop v6\n',
  },
  {
    name: 'a config that becomes a link to the same text beside other imports',
    change: (at) => {
      at.write('elsewhere/part.ts', "export const version = 'v7'\n")
      at.write('elsewhere/sub/index.ts', 'export const sub = 1\n')
      renameSync(inFolder(at, 'system.config.ts'), inFolder(at, 'elsewhere/system.config.ts'))
      symlinkSync('elsewhere/system.config.ts', inFolder(at, 'system.config.ts'))
    },
    title: '# shop v7\n',
  },
  {
    name: 'a folder that becomes a link',
    files: {
      'system.config.ts': configText("import { version } from './sub'", 'version'),
      'sub/index.ts': "export const version = 'v1'\n",
    },
    change: (at) => {
      at.write('other/index.ts', "export const version = 'v8'\n")
      rmSync(inFolder(at, 'sub'), { recursive: true })
      symlinkSync('other', inFolder(at, 'sub'))
    },
    title: '# shop v8\n',
  },
  {
    name: 'a tsconfig.json that changes what the code means',
    files: {
      'system.config.ts': configText(
        "class A { constructor() { this.set() } set(): void {} }\nclass B extends A { v?: string; set() { this.v = 'v9' } }",
        "new B().v ?? 'v1'",
      ),
    },
    change: (at) =>
      void at.write('tsconfig.json', '{ "compilerOptions": { "useDefineForClassFields": false } }'),
    title: '# shop v9\n',
  },
  {
    name: 'a jsconfig.json that changes what the code means',
    files: {
      'system.config.ts': configText(
        "class A { constructor() { this.set() } set(): void {} }\nclass B extends A { v?: string; set() { this.v = 'v9' } }",
        "new B().v ?? 'v1'",
      ),
    },
    change: (at) =>
      void at.write('jsconfig.json', '{ "compilerOptions": { "useDefineForClassFields": false } }'),
    title: '# shop v9\n',
  },
  {
    name: 'a plain config that begins to read the environment',
    files: { 'system.config.ts': configText() },
    change: (at) =>
      void at.write('system.config.ts', configText('', "process.env.RELEASE ?? 'v1'")),
    envAfter: { RELEASE: 'v12' },
    title: '# shop v12\n',
  },
  {
    name: 'an environment variable that the config reads',
    files: { 'system.config.ts': configText('', "process.env.RELEASE ?? 'v1'") },
    change: () => {},
    envAfter: { RELEASE: 'v10' },
    title: '# shop v10\n',
  },
  {
    name: 'an environment variable that is gone',
    files: { 'system.config.ts': configText('', "process.env.RELEASE ?? 'v1'") },
    env: { RELEASE: 'v11' },
    change: () => {},
    title: '# shop v1\n',
  },
  {
    name: 'a file that the config reads',
    files: {
      'system.config.ts': configText(
        "import { readFileSync } from 'node:fs'",
        "readFileSync('VERSION', 'utf8').trim()",
      ),
      VERSION: 'v1\n',
    },
    change: (at) => replaceQuietly(inFolder(at, 'VERSION'), 'v1', 'v2'),
    title: '# shop v2\n',
  },
  {
    name: 'a package, with its size and time kept',
    files: {
      'system.config.ts': configText("import { version } from 'release'", 'version'),
      'node_modules/release/package.json':
        '{ "name": "release", "version": "1.0.0", "main": "i.js" }',
      'node_modules/release/i.js': "exports.version = 'v1'\n",
    },
    change: (at) => replaceQuietly(inFolder(at, 'node_modules/release/i.js'), 'v1', 'v2'),
    title: '# shop v2\n',
  },
  {
    name: 'an artifact that is gone',
    change: (at) => unlinkSync(inFolder(at, 'infra/README.md')),
    title: '# shop v1\n',
  },
]

for (const { name, files: extra, change, env, envAfter, title = '# shop v1\n' } of changes) {
  test(`a build sees a change: ${name}`, () => {
    const project = remembered(extra, env)
    change(project)
    assertFine(project.build(envAfter))
    assertFine(project.check(envAfter))
    assert.ok(readFileSync(inFolder(project, 'infra/README.md'), 'utf8').startsWith(title.trim()))
    project.remove()
  })
}

test('a build sees an artifact that was edited, with its size and time kept', () => {
  const project = remembered()
  replaceQuietly(inFolder(project, 'infra/README.md'), 'shop v1', 'shop v2')
  assert.match(project.build().stderr, 'edited-artifact')
  project.remove()
})

test('a build sees settings that have become wrong', () => {
  for (const name of ['package.json', 'tsconfig.json', 'jsconfig.json']) {
    const project = remembered({ 'system.config.ts': configText() })
    project.write(name, '{ "compilerOptions": ')
    assert.match(project.build().stderr, 'syntax-error', name)
    project.remove()
  }
})

test('a build sees that the config has become wrong, or unsteady', () => {
  const project = remembered({ 'system.config.ts': configText() })
  replaceQuietly(inFolder(project, 'system.config.ts'), "'ams3'", "'amsX'")
  assert.match(project.build().stderr, 'unknown-region')
  project.write('system.config.ts', configText('', '`v${Date.now()}`'))
  assert.match(project.build().stderr, 'not-deterministic')
  project.remove()
})

const damages: readonly { name: string; damage: (file: string) => void }[] = [
  { name: 'empty', damage: (file) => writeFileSync(file, '') },
  { name: 'other text', damage: (file) => writeFileSync(file, '{"code":"process.exit(7)"}\n') },
  { name: 'cut', damage: (file) => writeFileSync(file, readFileSync(file).subarray(0, 5001)) },
  { name: 'cut in half', damage: (file) => writeFileSync(file, half(readFileSync(file))) },
  { name: 'longer', damage: (file) => appendFileSync(file, 'more') },
  { name: 'twice as long', damage: (file) => appendFileSync(file, readFileSync(file)) },
  { name: 'a changed word', damage: (file) => replaceAll(file, 'ams3', 'fra1') },
  { name: 'a changed version', damage: (file) => replaceAll(file, 'v1', 'v5') },
  { name: 'a folder', damage: (file) => rmSync(file) ?? mkdirSync(file) },
  { name: 'a link', damage: (file) => rmSync(file) ?? symlinkSync('/dev/zero', file) },
  { name: 'writable by others', damage: (file) => chmodSync(file, 0o666) },
  { name: 'in a folder of everyone', damage: (file) => chmodSync(join(file, '..'), 0o777) },
]

const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2)

const replaceAll = (file: string, from: string, to: string): void =>
  writeFileSync(file, readFileSync(file, 'latin1').replaceAll(from, to), 'latin1')

test('a memory that is damaged, or that others may write, is as good as none', () => {
  const project = remembered()
  const folders = [project.cache, inFolder(project, 'infra')]
  // Not beside the config, where the memory would see it.
  const kept = inFolder(project, 'node_modules/kept')
  const copyAll = (from: (folder: string) => string, to: (folder: string) => string) => {
    for (const folder of folders) {
      rmSync(to(folder), { recursive: true, force: true })
      cpSync(from(folder), to(folder), { recursive: true })
    }
  }
  const itself = (folder: string) => folder
  const copy = (folder: string) => join(kept, basename(folder))
  copyAll(itself, copy)
  for (const { name, damage } of damages) {
    changeBoth(project)
    for (const file of cacheFiles(project)) damage(file)
    assert.match(project.build().stderr, 'edited-artifact', name)
    copyAll(copy, itself)
  }
  changeBoth(project)
  assertFine(project.build())
  project.remove()
})

const titleOf = (project: Remembering): string =>
  readFileSync(inFolder(project, 'infra/README.md'), 'utf8').split('\n', 1)[0] ?? ''

/** A build that has something to compile and to write. */
function buildVersion(project: Remembering, version: string, env: object = {}): void {
  project.write('system.config.ts', configText('', `'${version}'`))
  assertFine(project.build(env))
  assert.is(titleOf(project), `# shop ${version}`)
}

test('compiled code is kept once, and used by the next build', () => {
  const project = remembering({ 'system.config.ts': configText() })
  buildVersion(project, 'v2')
  const before = filesAsTheyAre(project)
  buildVersion(project, 'v3')
  assert.is(before.length, 2)
  assert.equal(filesAsTheyAre(project), before)
  assertFine(project.check())
  project.remove()
})

test('compiled code that is damaged, or that others may write, is made anew', () => {
  const project = remembering({ 'system.config.ts': configText() })
  buildVersion(project, 'v2')
  for (const [number, file] of codeFiles(project).entries()) {
    const good = readFileSync(file)
    for (const [index, { name, damage }] of damages.entries()) {
      damage(file)
      buildVersion(project, `v${100 * (number + 1) + index}`)
      rmSync(file, { recursive: true, force: true })
      chmodSync(join(file, '..'), 0o700)
      writeFileSync(file, good, { mode: 0o600 })
      assert.ok(good.length > 50_000, name)
    }
  }
  assertFine(project.check())
  project.remove()
})

test('compiled code is not used for another text of the same length, nor by another immuc', () => {
  const project = remembering({ 'system.config.ts': configText() })
  buildVersion(project, 'v2')
  const dist = join(project.folder, 'node_modules/immuc/dist')
  const chunk = readdirSync(join(dist, 'chunks')).find((name) => name.startsWith('compiler-'))
  const compiler = join(dist, 'chunks', chunk ?? '')
  const text = readFileSync(compiler, 'utf8')
  writeFileSync(compiler, text.replaceAll('Written by immuc from', 'Scribed by immuc from'))
  buildVersion(project, 'v3')
  assert.match(readFileSync(inFolder(project, 'infra/README.md'), 'utf8'), 'Scribed by immuc from')
  const before = filesAsTheyAre(project)
  const program = readFileSync(join(dist, 'immuc.cjs'), 'utf8')
  writeFileSync(join(dist, 'immuc.cjs'), program.replaceAll(/\b[0-9a-f]{64}\b/g, '0'.repeat(64)))
  buildVersion(project, 'v4')
  for (const file of filesAsTheyAre(project)) assert.not(before.includes(file))
  project.remove()
})

test('a build alone trusts compiled code; `check` compiles anew', () => {
  const project = remembering({ 'system.config.ts': configText() })
  buildVersion(project, 'v2')
  process.env.XDG_CACHE_HOME = project.cache
  for (const name of cacheNames(project).filter(isCode)) poison(name)
  buildVersion(project, 'v3')
  const lock = readFileSync(inFolder(project, 'infra/immuc.lock.json'), 'utf8')
  assert.match(lock, '"immuc": "9.9.9"')
  assert.match(project.check().stderr, 'these artifacts were written by immuc 9.9.9')
  project.remove()
})

/** Code of another text of the same length, which V8 takes for the right one's. */
function poison(name: string): void {
  const content = readFileSync(join(process.env.XDG_CACHE_HOME ?? '', 'immuc', name))
  const [start, end] = [content.indexOf('\n') + 1, content.lastIndexOf('\n}),]') + '\n}),]'.length]
  const text = content
    .toString('utf8', start, end)
    .replace('"version":"0.1.0"', '"version":"9.9.9"')
  const code = new Script(text).createCachedData()
  writeCacheFile(name, code, content.subarray(0, end))
}

test('compiled code is not used under other flags of V8', () => {
  const project = remembering({ 'system.config.ts': configText() })
  buildVersion(project, 'v2')
  const flags = ['--interpreted-frames-native-stack', '--max-old-space-size=300', '--jitless']
  for (const [index, flag] of flags.entries()) {
    project.write('system.config.ts', configText('', `'v${index + 3}'`))
    assert.is(project.build({ NODE_OPTIONS: flag }).status, 0, flag)
    assert.is(titleOf(project), `# shop v${index + 3}`, flag)
  }
  assertFine(project.check())
  project.remove()
})

test('a bit that fell over is noticed, wherever it is', () => {
  const project = remembered()
  process.env.XDG_CACHE_HOME = project.cache
  const [file = ''] = cacheFiles(project)
  const [name = ''] = memoryNames(project)
  const bytes = readFileSync(file)
  for (let at = 0; at < bytes.length; at += 97) {
    const damaged = Buffer.from(bytes)
    damaged[at] = (damaged[at] ?? 0) ^ 4
    writeFileSync(file, damaged)
    assert.is(readCacheFile(name), undefined, `byte ${at}`)
  }
  project.remove()
})

test('without a place for its memory a build is a build', () => {
  const project = remembering()
  project.write('file', '')
  for (const env of [
    { XDG_CACHE_HOME: join(project.folder, 'file') },
    { XDG_CACHE_HOME: '/proc/nowhere' },
    { XDG_CACHE_HOME: 'relative', HOME: '' },
    { XDG_CACHE_HOME: '', HOME: 'relative' },
  ]) {
    for (let run = 0; run < 2; run += 1) assertFine(project.build(env))
    project.write('part.ts', `export const version = 'v${Object.values(env).join('').length}'\n`)
    assertFine(project.build(env))
    assertFine(project.check(env))
  }
  assert.not(readdirSync(project.folder).includes('relative'))
  project.remove()
})

test('the memory of one place is not the one of another', () => {
  const project = remembered()
  const env = { XDG_CACHE_HOME: project.cache }
  const words = ['build', '--out', 'other']
  for (let run = 0; run < 3; run += 1) assertFine(project.immuc(words, { env }))
  const [one = '', two = ''] = cacheFiles(project)
  changeBoth(project)
  writeFileSync(one, readFileSync(two))
  const runs = [project.build(), project.immuc(words, { env })]
  assert.ok(runs.some(({ stderr }) => stderr.includes('edited-artifact')))
  project.remove()
})

test('several builds at once remember what is right', async () => {
  const project = remembering()
  const start = () =>
    new Promise((settle) =>
      spawn(process.execPath, [project.bin, 'build'], {
        cwd: project.folder,
        env: { ...process.env, XDG_CACHE_HOME: project.cache },
        stdio: 'ignore',
      }).once('exit', settle),
    )
  for (const version of ['v1', 'v2', 'v3']) {
    project.write('part.ts', `export const version = '${version}'\n`)
    assert.equal(await Promise.all(Array.from({ length: 4 }, start)), [0, 0, 0, 0])
    assertFine(project.build())
    assertFine(project.check())
  }
  assert.equal(
    cacheNames(project).filter((name) => name.includes('.')),
    [],
  )
  project.remove()
})

test.run()
