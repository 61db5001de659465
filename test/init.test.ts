// `immuc init` in folders as real tools leave them: what it proposes, and that the config it writes
// builds at once.
import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { splitDomain } from '../cli/init/domain-name.ts'
import { propose } from '../cli/init/propose.ts'
import { type Run, runImmuc } from './support/immuc.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('init')

const top = realpathSync(mkdtempSync(join(tmpdir(), 'immuc-init-')))
test.after(() => rmSync(top, { recursive: true, force: true }))

let count = 0

/** A folder called so, with these files in it. A text of `ELF` becomes a program for Linux. */
function folderWith(files: Readonly<Record<string, string>>, name = 'shop'): string {
  const folder = join(top, String(count++), name)
  mkdirSync(folder, { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text === 'ELF' ? linuxProgram : text)
  }
  return folder
}

const linuxProgram = Buffer.concat([
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...Array(9).fill(0), 2, 0, 62, 0]),
  Buffer.alloc(64),
])

const quietGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' },
  ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' },
}

function git(folder: string, ...words: string[]): string {
  return execFileSync('git', words, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...quietGit },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

function repository(folder: string, remote?: string, tags: readonly string[] = []): string {
  git(folder, 'init', '--quiet')
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'one')
  if (remote !== undefined) git(folder, 'remote', 'add', 'origin', remote)
  for (const tag of tags) git(folder, 'tag', tag)
  return folder
}

const init = (folder: string, ...words: string[]): Run =>
  runImmuc(['init', ...words], { cwd: folder, env: { TZ: 'Europe/Berlin', ...quietGit } })

const configOf = (folder: string): string => readFileSync(join(folder, 'system.config.ts'), 'utf8')

/** The code of the config, without its comments and empty lines. */
const codeOf = (folder: string): string =>
  configOf(folder)
    .split('\n')
    .filter((line) => !/^\s*(\/\/.*)?$/.test(line))
    .map((line) => line.trim())
    .join('\n')

function assertBuilds(folder: string): void {
  const { status, stderr } = runImmuc(['build'], { cwd: folder })
  assert.is(status, 0, stderr)
  assert.ok(existsSync(join(folder, 'infra/immuc.lock.json')))
}

function assertWrites(folder: string, expected: readonly string[], ...words: string[]): Run {
  const run = init(folder, '--yes', ...words)
  assert.is(run.status, 0, run.stderr)
  const code = codeOf(folder)
  for (const line of expected) assert.ok(code.includes(line), `no ${line} in:\n${code}`)
  assertBuilds(folder)
  return run
}

const github = 'https://github.com/acme/shop.git'

const plainServer = `const http = require('http')
http.createServer((request, response) => response.end()).listen(3000)
`

/** A project, and lines that have to be in the config's code. */
type Ecosystem = {
  title: string
  files: Record<string, string>
  remote?: string
  tags?: string[]
  lines: string[]
  lacks?: RegExp
}

const ecosystems: readonly Ecosystem[] = [
  {
    title: 'Node, an app of one file',
    files: {
      'package.json': '{"name":"@acme/my_app","version":"1.2.3"}',
      'server.js': plainServer,
    },
    lines: [
      "name: 'my-app'",
      "artifact: { file: './server.js' }",
      "packages: ['nodejs']",
      "command: ['/usr/bin/node', '/opt/my-app/my-app']",
      'port: 3000',
      "version: '1.2.3'",
    ],
  },
  {
    title: 'Node, an app that needs a package, is no single file',
    files: {
      'package.json': '{"name":"shop","version":"1.2.3","scripts":{"start":"node server.js"}}',
      'server.js': "const express = require('express')\n",
    },
    remote: github,
    lines: [
      "url: 'https://github.com/acme/shop/releases/download/{version}/shop.js'",
      "command: ['/usr/bin/node', '/opt/shop/shop']",
      "version: 'v1.2.3'",
    ],
  },
  {
    title: 'Node, a bundle that says what runs it',
    files: {
      'package.json': '{"name":"shop","version":"1.2.3"}',
      'src/main.ts': "import express from 'express'\nconst path = '/health/ready'\n",
      'dist/shop': '#!/usr/bin/env node\nrequire("node:http")\n',
    },
    lines: ["artifact: { file: './dist/shop' }", "packages: ['nodejs']", "path: '/health/ready'"],
    lacks: /command:/,
  },
  {
    title: 'Go, released on GitHub',
    files: { 'go.mod': 'module github.com/acme/shop/v2\n\ngo 1.23\n' },
    remote: 'git@github.com:acme/shop.git',
    tags: ['v2.0.1', 'v2.0.0'],
    lines: [
      "name: 'shop'",
      "url: 'https://github.com/acme/shop/releases/download/{version}/shop'",
      "version: 'v2.0.1'",
    ],
    lacks: /packages:|command:/,
  },
  {
    title: 'Go, with a program built here',
    files: { 'go.mod': 'module shop\n', 'package.json': '{"name":"tools"}', 'bin/shop': 'ELF' },
    lines: ["name: 'shop'", "artifact: { file: './bin/shop' }"],
    lacks: /packages:|command:/,
  },
  {
    title: 'Rust',
    files: {
      'Cargo.toml':
        '[package]\nname = "shop_api" # ours\nversion = "0.3.0"\n\n[dependencies]\nname = "x"\n',
      'target/release/shop_api': 'ELF',
    },
    lines: ["name: 'shop-api'", "file: './target/release/shop_api'", "version: '0.3.0'"],
  },
  {
    title: 'Python',
    files: {
      'pyproject.toml':
        '[project]\nname = "Shop.Api"\nversion = "2024.1"\n[project.scripts]\nshop = "shop.web:main"\n',
    },
    remote: 'https://gitlab.com/acme/web/shop.git',
    lines: [
      "name: 'shop-api'",
      "url: 'https://gitlab.com/acme/web/shop/-/releases/{version}/downloads/shop-api.pyz'",
      "packages: ['python3']",
      "command: ['/usr/bin/python3', '/opt/shop-api/shop-api']",
    ],
  },
  {
    title: 'no manifest, with a script built here',
    files: { 'dist/start': '#!/bin/sh\nexec true\n', Dockerfile: 'FROM x\nEXPOSE 9000\n' },
    lines: [
      "name: 'shop'",
      "artifact: { file: './dist/start' }",
      'port: 9000',
      "version: 'v0.1.0'",
    ],
    lacks: /packages:/,
  },
]

for (const { title, files, remote, tags, lines, lacks } of ecosystems) {
  testWith(test, [program('git')], `${title}: a config that builds`, () => {
    const folder = folderWith(files)
    if (remote !== undefined) repository(folder, remote, tags)
    assertWrites(folder, lines)
    if (lacks) assert.not.match(codeOf(folder), lacks)
  })
}

testWith(test, [program('git'), program('npm')], 'after npm init', () => {
  const folder = repository(folderWith({}), github)
  execFileSync('npm', ['init', '--yes'], { cwd: folder, stdio: 'ignore' })
  assertWrites(folder, ["name: 'shop'", "url: 'https://github.com/acme/shop/releases/"])
})

const names: readonly [text: string, name: string][] = [
  ['@acme/My_App', 'my-app'],
  ['SHOP', 'shop'],
  ['Café Zürich', 'cafe-zurich'],
  ['-x-', 'x'],
  ['3d', 'app-3d'],
  ['a'.repeat(80), 'a'.repeat(32)],
  [`${'a'.repeat(31)}-${'b'.repeat(40)}`, 'a'.repeat(31)],
  ["it's `${a}` \\u0022\\n", 'it-s-a-u0022-n'],
  ['日本', 'shop'],
  ['ssh', 'ssh-app'],
  ['', 'shop'],
]

for (const [text, name] of names) {
  test(`the name ${JSON.stringify(text.slice(0, 30))} becomes ${name}`, async () => {
    const folder = folderWith({ 'package.json': JSON.stringify({ name: text }) })
    assert.is((await propose(folder, undefined)).name?.value, name)
  })
}

const downloads = 'https://github.com/acme/shop/releases/download/{version}/shop'

const remotes: readonly [remote: string, url: string | undefined][] = [
  ['https://github.com/acme/shop', downloads],
  ['https://joe:ghp_Zx81kQ0pW3vR7tY2uI5oA9sD4fG6hJ1kL8mN@github.com/acme/shop.git', downloads],
  ['ssh://git@github.com:22/acme/shop.git', downloads],
  ['ssh://git@ssh.github.com:443/acme/shop.git', downloads],
  ['git@github.com-work:acme/shop.git', downloads],
  [
    'git@codeberg.org:acme/shop.git',
    'https://codeberg.org/acme/shop/releases/download/{version}/shop',
  ],
  [
    'https://gitlab.acme.dev:8443/a/b/shop.git',
    'https://gitlab.acme.dev:8443/a/b/shop/-/releases/{version}/downloads/shop',
  ],
  ['https://git.acme.dev/team/shop.git', undefined],
  ['https://joe:s3cret@git.acme.dev/team/shop.git', undefined],
  ['/srv/git/shop.git', undefined],
  ['../shop', undefined],
  ["https://github.com/acme/'+evil+'.git", undefined],
  ['C:\\git\\shop', undefined],
]

for (const [remote, url] of remotes) {
  testWith(test, [program('git')], `the remote ${remote.slice(0, 50)}`, async () => {
    const { artifact } = await propose(repository(folderWith({}), remote), undefined)
    assert.equal(artifact?.value.source, url && { url })
  })
}

testWith(test, [program('git')], 'what a remote holds beside host and path stays there', () => {
  const password = 'ghp_Zx81kQ0pW3vR7tY2uI5oA9sD4fG6hJ1kL8mN'
  const known = repository(folderWith({}), `https://joe:${password}@github.com/acme/shop.git`)
  const run = assertWrites(known, [downloads])
  assert.not.match(configOf(known) + run.stderr, /ghp_|joe/)
  const unknown = repository(folderWith({}), `https://joe:${password}@git.acme.dev/team/shop.git`)
  const { status, stderr } = init(unknown, '--yes')
  assert.is(status, 2)
  assert.match(stderr, '--artifact URL|FILE')
  assert.not.match(stderr, /ghp_|joe/)
})

const tagged: readonly {
  title: string
  tags: string[]
  version: string | undefined
  url?: string
}[] = [
  { title: 'a word and a number', tags: ['release-1.2'], version: 'release-1.2' },
  {
    title: 'the highest of one commit',
    tags: ['v1.9.0', 'v1.10.0'],
    version: 'v1.10.0',
  },
  { title: 'no candidate', tags: ['v1.0.0', 'v1.1.0-rc.1'], version: 'v1.0.0' },
  {
    title: 'nothing but a candidate',
    tags: ['v2.0.0-beta.1'],
    version: 'v2.0.0-beta.1',
  },
  { title: 'a name that moves', tags: ['latest', 'nightly'], version: undefined },
  {
    title: "the app's own, after a slash",
    tags: ['cart/v9.0.0', 'shop/v1.2.0'],
    version: 'v1.2.0',
    url: 'https://github.com/acme/shop/releases/download/shop%2F{version}/shop',
  },
  {
    title: "the app's own, after an at sign",
    tags: ['@acme/shop@1.3.0', '@acme/cart@2.0.0'],
    version: '1.3.0',
    url: 'https://github.com/acme/shop/releases/download/@acme%2Fshop@{version}/shop',
  },
  { title: "another app's", tags: ['cart-v9.0.0', 'cart@8.0.0'], version: undefined },
]

for (const { title, tags, version, url } of tagged) {
  testWith(test, [program('git')], `the version of tags ${tags.join(', ')}: ${title}`, async () => {
    const found = await propose(repository(folderWith({}), github, tags), undefined)
    assert.is(found.version?.value, version)
    assert.equal(found.artifact?.value.source, { url: url ?? downloads })
  })
}

testWith(
  test,
  [program('git')],
  'no commit, a detached head, a shallow clone, a folder below',
  () => {
    const bare = folderWith({})
    git(bare, 'init', '--quiet')
    git(bare, 'remote', 'add', 'upstream', github)
    assertWrites(bare, ["version: 'v0.1.0'", downloads])

    const detached = repository(folderWith({}), github, ['v1.0.0'])
    git(detached, 'commit', '--quiet', '--allow-empty', '--message', 'two')
    git(detached, 'checkout', '--quiet', '--detach', 'v1.0.0')
    assertWrites(detached, ["version: 'v1.0.0'"])

    const shallow = folderWith({ 'go.mod': 'module shop\n' })
    git(shallow, 'clone', '--quiet', '--depth', '1', `file://${detached}`, 'clone')
    const clone = join(shallow, 'clone')
    git(clone, 'remote', 'set-url', 'origin', github)
    assertWrites(clone, [downloads])

    const below = repository(folderWith({ 'services/shop/go.mod': 'module a/shop\n' }), github, [
      'services/shop/v3.0.0',
      'services/cart/v4.0.0',
    ])
    assertWrites(join(below, 'services/shop'), ["version: 'v3.0.0'", 'services%2Fshop%2F{version}'])
  },
)

test('without git', () => {
  const folder = folderWith({ 'package.json': '{"name":"a"}', 'server.js': plainServer })
  const tools = join(top, 'tools')
  mkdirSync(tools, { recursive: true })
  const run = runImmuc(['init', '--yes'], { cwd: folder, env: { PATH: tools } })
  assert.is(run.status, 0, run.stderr)
  assertBuilds(folder)
})

test('every part can be given', () => {
  const folder = folderWith({})
  const run = init(
    folder,
    ...['--name', 'cart', '--artifact', 'https://example.com/{version}/cart', '--region', 'sgp1'],
    ...['--version-tag', 'v9', '--domain', 'cart.deploy.example.com', '--port', '3000'],
    ...['--gate-from', '203.0.113.7, 198.51.100.0/24'],
  )
  assert.is(run.status, 0, run.stderr)
  assert.is(
    codeOf(folder),
    `import { defineSystem } from 'immuc'
export default defineSystem({
app: {
name: 'cart',
artifact: {
url: 'https://example.com/{version}/cart',
},
port: 3000,
health: { path: '/health/check' },
},
version: 'v9',
scaling: { region: 'sgp1', size: 's-1vcpu-1gb', instances: 1 },
domain: { zone: 'deploy.example.com', record: 'cart' },
access: { gateFrom: ['203.0.113.7/32', '198.51.100.0/24'] },
})`,
  )
  assertBuilds(folder)
})

const domains: readonly [domain: string, zone: string, record: string][] = [
  ['example.com', 'example.com', '@'],
  ['App.Example.com.', 'example.com', 'app'],
  ['https://shop.example.com:443/a', 'example.com', 'shop'],
  ['shop.co.uk', 'shop.co.uk', '@'],
  ['www.shop.co.uk', 'shop.co.uk', 'www'],
]

for (const [domain, zone, record] of domains) {
  test(`the domain ${domain} is ${record} in ${zone}`, () => {
    assert.equal(splitDomain(domain), { zone, record })
  })
}

const refused: readonly [words: string[], says: RegExp][] = [
  [['--name', 'My App'], /`--name`: .*`My App`/],
  [['--name', 'ssh'], /`--name`: the name `ssh` is taken/],
  [['--name', ''], /`--name` needs a value/],
  [['--artifact', 'ftp://example.com/x'], /`--artifact`: .*starts with neither https/],
  [['--artifact', 'https://joe:s3cret@example.com/x'], /`--artifact`: (?!.*s3cret)/],
  [['--version-tag', 'a/b'], /`--version-tag`: .*`a\/b`/],
  [['--domain', 'localhost'], /`--domain`: .*it has no dot/],
  [['--gate-from', 'home'], /`--gate-from`: `home` is not an address range/],
  [['--port', '70000'], /`--port`: .*70000/],
]

for (const [words, says] of refused) {
  test(`refused: ${words.join(' ')}`, () => {
    const folder = folderWith({ 'dist/shop': 'ELF' })
    const run = init(folder, '--yes', ...words)
    assert.is(run.status, 2, run.stderr)
    assert.match(run.stderr, says)
    assert.equal(readdirSync(folder), ['dist'])
  })
}

test('with nobody to ask, it says what is missing and how to give it', () => {
  const folder = folderWith({})
  const run = init(folder)
  assert.is(run.status, 2)
  for (const option of ['--artifact URL|FILE', '--version-tag TAG', '--region SLUG']) {
    assert.ok(run.stderr.includes(option), run.stderr)
  }
  assert.not.match(run.stderr, '--domain')
  assert.equal(readdirSync(folder), [])
})

for (const name of ['system.config.ts', 'system.config.json', 'system.config.mjs']) {
  test(`a ${name} is never overwritten, and no second one is put beside it`, () => {
    const folder = folderWith({ [name]: 'mine', 'dist/shop': 'ELF' })
    const run = init(folder, '--yes')
    assert.is(run.status, 1)
    assert.match(run.stderr, `${name}`)
    assert.equal(readdirSync(folder).sort(), ['dist', name].sort())
    assert.is(readFileSync(join(folder, name), 'utf8'), 'mine')
  })
}

const installs: readonly { files: Record<string, string>; says: string[]; lacks?: string }[] = [
  { files: {}, says: ['npm install --save-dev immuc', 'package.json', 'npx immuc build'] },
  {
    files: { 'package.json': '{}', 'pnpm-lock.yaml': '' },
    says: ['pnpm add --save-dev immuc', 'pnpm exec immuc build'],
  },
  { files: { 'package.json': '{}', 'yarn.lock': '' }, says: ['yarn add --dev immuc'] },
  {
    files: { 'package.json': '{}', 'yarn.lock': '', '.pnp.cjs': '' },
    says: ['yarn add --dev immuc', 'yarn dlx @yarnpkg/sdks', 'yarn immuc build'],
  },
  { files: { 'package.json': '{}', 'bun.lock': '' }, says: ['bun add --dev immuc'] },
  { files: { 'package.json': '{"packageManager":"pnpm@9.0.0"}' }, says: ['pnpm add'] },
  {
    files: { 'package.json': '{"devDependencies":{"immuc":"^0.1.0"}}' },
    says: ['npx immuc build'],
    lacks: 'install',
  },
  {
    files: { 'package.json': '{}', 'tsconfig.json': '{ // mine\n "compilerOptions": {} }' },
    says: ['"exclude": ["system.config.ts"'],
  },
  {
    files: { 'package.json': '{}', 'tsconfig.json': '{ "include": ["src"] }' },
    says: ['npx immuc build'],
    lacks: 'exclude',
  },
  {
    files: { 'go.mod': 'module shop\n' },
    says: ['GOOS=linux GOARCH=amd64 go build -o dist/shop .'],
  },
  { files: { 'Cargo.toml': '[package]\nname = "shop"\n' }, says: ['cargo build --release'] },
  {
    files: { 'package.json': '{"main":"web.js"}', 'web.js': "require('express')" },
    says: ['npx esbuild web.js --bundle --platform=node --outfile=dist/shop.js'],
  },
  { files: { 'pyproject.toml': '' }, says: ['python3 -m zipapp build/app'] },
]

for (const { files, says, lacks } of installs) {
  test(`next steps for ${Object.entries(files).flat().join(' ').slice(0, 60) || 'no project'}`, () => {
    const isBuilt =
      Object.keys(files).some((name) => /^(go|Cargo|pypro)/.test(name)) || files['web.js']
    const folder = folderWith({ ...files, ...(isBuilt ? {} : { 'dist/shop': 'ELF' }) })
    const artifact = isBuilt ? [] : ['--artifact', 'dist/shop']
    const { status, stderr } = init(folder, '--yes', ...artifact)
    assert.is(status, 0, stderr)
    for (const words of says) assert.ok(stderr.includes(words), stderr)
    if (lacks) assert.not.ok(stderr.includes(lacks), stderr)
    assert.match(stderr.trimEnd().split('\n').at(-1) ?? '', /immuc build/)
  })
}

test("a package.json that can't be parsed is told of", () => {
  const folder = folderWith({ 'package.json': '{ "name": "cart", ', 'dist/shop': 'ELF' })
  const run = init(folder, '--yes')
  assert.is(run.status, 0)
  assert.match(run.stderr, 'package.json is not valid JSON and was not used')
  assert.match(codeOf(folder), "name: 'shop'")
})

test('a package.json that nobody may read is told of', () => {
  if (process.getuid?.() === 0) return
  const folder = folderWith({ 'package.json': '{}', 'dist/shop': 'ELF' })
  chmodSync(join(folder, 'package.json'), 0o000)
  assert.match(init(folder, '--yes').stderr, "package.json can't be read")
})

test('a real program of this machine is one that can be deployed', () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return
  const folder = folderWith({ 'go.mod': 'module shop\n' })
  mkdirSync(join(folder, 'dist'))
  copyFileSync(process.execPath, join(folder, 'dist/shop'))
  const run = init(folder, '--yes')
  assert.is(run.status, 0, run.stderr)
  assert.match(codeOf(folder), "artifact: { file: './dist/shop' }")
})

test('a program for another system is not proposed', () => {
  const machO = '\u00cf\u00fa\u00ed\u00fe'
  const folder = folderWith({ 'go.mod': 'module shop\n', 'bin/shop': machO })
  const run = init(folder, '--yes')
  assert.is(run.status, 0, run.stderr)
  assert.match(codeOf(folder), "artifact: { file: './dist/shop' }")
})

test.run()
