// What `immuc init` takes from a git repository: the place of a download and the version, and no
// password.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { propose } from '../cli/init/propose.ts'
import { runImmuc } from './support/immuc.ts'
import {
  assertBuilds,
  assertWrites,
  configOf,
  downloads,
  folderWith,
  git,
  github,
  init,
  plainServer,
  removeFolders,
  repository,
  top,
} from './support/init-folders.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('init: git')

test.after(removeFolders)

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

test.run()
