// `immuc diff` as a shell sees it: two states of a repository, what is said about them, and what is
// said where there are no two. The working tree and the index stay as they are.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Run } from './support/immuc.ts'
import { makeProject, type Project } from './support/project.ts'
import { root } from './support/root.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('diff: command')

const configText = (
  more = '',
  version = 'v1',
): string => `import { defineSystem, secret } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { url: 'https://example.com/shop', sha256: '${'a'.repeat(64)}' },
    env: {
      LOG_LEVEL: 'info',
${more}
    },
  },
  version: '${version}',
  database: {},
  scaling: { region: 'ams3' },
})
void secret
`

function git(folder: string, ...words: string[]): string {
  const settings = [
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@example.com',
    '-c',
    'init.defaultBranch=main',
  ]
  return execFileSync('git', [...settings, ...words], { cwd: folder, encoding: 'utf8' })
}

function commit(project: Project, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) project.write(path, content)
  git(project.folder, 'add', '--all')
  git(project.folder, 'commit', '--quiet', '--message', 'a')
}

const inProject = async (body: (project: Project) => void, isRepository = true): Promise<void> => {
  const project = makeProject({ '.gitignore': 'node_modules\ninfra\ndist\n' })
  try {
    if (isRepository) git(project.folder, 'init', '--quiet')
    body(project)
  } finally {
    project.remove()
  }
}

const needs = [program('git')]

function fine(run: Run): string {
  assert.is(run.stderr, '')
  assert.is(run.status, 0)
  return run.stdout
}

testWith(test, needs, 'a key by its line, its resources, and what to run', () =>
  inProject((project) => {
    commit(project, { 'system.config.ts': configText() })
    project.write('system.config.ts', configText().replace("'info'", "'debug'"))
    const said = fine(project.immuc(['diff']))
    assert.match(said, "app.env.LOG_LEVEL  system.config.ts:8  'info' → 'debug'")
    assert.match(said, /\+1 -1 +digitalocean_droplet\.shop +rolling +app\.env\.LOG_LEVEL/)
    assert.match(said, 'terraform -chdir=terraform apply')
    assert.not.match(said, 'packer build')
    assert.not.match(said, '\u001b[')
  }),
)

testWith(test, needs, 'nothing changes; --exit-code says whether', () =>
  inProject((project) => {
    commit(project, { 'system.config.ts': configText() })
    assert.match(fine(project.immuc(['diff', '--exit-code'])), 'Nothing changes.')
    project.write('system.config.ts', configText('', 'v2'))
    assert.is(project.immuc(['diff', '--exit-code']).status, 1)
    assert.is(project.immuc(['diff']).status, 0)
  }),
)

testWith(test, needs, 'any commit, and nothing is touched', () =>
  inProject((project) => {
    commit(project, { 'system.config.ts': configText() })
    commit(project, { 'system.config.ts': configText('', 'v2') })
    project.write('staged.txt', 'a')
    git(project.folder, 'add', 'staged.txt')
    const before = [
      git(project.folder, 'status', '--porcelain'),
      git(project.folder, 'worktree', 'list'),
    ]
    assert.match(fine(project.immuc(['diff'])), 'Nothing changes.')
    assert.match(fine(project.immuc(['diff', 'HEAD~1'])), "'v1' → 'v2'")
    const after = [
      git(project.folder, 'status', '--porcelain'),
      git(project.folder, 'worktree', 'list'),
    ]
    assert.equal(after, before)
  }),
)

testWith(test, needs, 'a lost database is said in every form', () =>
  inProject((project) => {
    commit(project, { 'system.config.ts': configText() })
    project.write('system.config.ts', configText().replace('  database: {},\n', ''))
    assert.match(
      fine(project.immuc(['diff'])),
      /^!! DATA IS LOST\n!! digitalocean_database_cluster/m,
    )
    assert.match(
      fine(project.immuc(['diff', '--format', 'markdown'])),
      '> [!CAUTION]\n> **DATA IS LOST.**',
    )
    const { destroysData, downtime, dangers, changes } = JSON.parse(
      fine(project.immuc(['diff', '--format', 'json'])),
    )
    assert.equal([destroysData, downtime], [true, 'destroys data'])
    assert.equal(dangers[0].because, ['database'])
    assert.equal([changes[0].path, changes[0].isOld], ['database', true])
  }),
)

testWith(test, needs, 'a secret by its name only', () =>
  inProject((project) => {
    commit(project, { 'system.config.ts': configText() })
    project.write('system.config.ts', configText('      STRIPE_KEY: secret(),'))
    const said = fine(project.immuc(['diff']))
    assert.match(said, /app\.env\.STRIPE_KEY +system\.config\.ts:9 +absent → secret\(\)/)
    assert.match(said, 'export TF_VAR_secret_stripe_key=…')
  }),
)

testWith(
  test,
  needs,
  'a config that imports from elsewhere in the repository, and a package of its own',
  () =>
    inProject((project) => {
      const config = configText('      ...shared, ...packed').replace(
        'import {',
        "import { shared } from '../../shared/env'\nimport { packed } from '@acme/packed'\nimport {",
      )
      commit(project, {
        'systems/shop/system.config.ts': config,
        'shared/env.ts': "export const shared = { FROM: 'old' }\n",
        'packages/packed/index.js': "export const packed = { PACKED: 'old' }\n",
        'packages/packed/package.json':
          '{ "name": "@acme/packed", "type": "module", "main": "index.js" }',
      })
      mkdirSync(join(project.folder, 'node_modules/@acme'), { recursive: true })
      symlinkSync('../../packages/packed', join(project.folder, 'node_modules/@acme/packed'))
      project.write('shared/env.ts', "export const shared = { FROM: 'new' }\n")
      project.write('packages/packed/index.js', "export const packed = { PACKED: 'new' }\n")
      const cwd = join(project.folder, 'systems/shop')
      const said = fine(project.immuc(['diff'], { cwd }))
      assert.match(said, 'app.env.FROM')
      assert.match(said, "'old' → 'new'")
      assert.match(said, 'app.env.PACKED')
      assert.match(said, '../../shared/env.ts:1')
    }),
)

testWith(test, needs, 'a file that is built and not committed stands for both', () =>
  inProject((project) => {
    const config = configText().replace(
      /artifact: \{.*\}/,
      "artifact: { file: './dist/{version}/shop' }",
    )
    commit(project, { 'system.config.ts': config })
    project.write('dist/v1/shop', '#!/bin/sh\n')
    const said = fine(project.immuc(['diff']))
    assert.match(said, 'Nothing changes.')
    assert.match(said, 'note: ./dist/v1/shop is not in git')
  }),
)

testWith(test, needs, 'a file that is committed and changed makes a new image', () =>
  inProject((project) => {
    const config = configText().replace(/artifact: \{.*\}/, "artifact: { file: './shop.sh' }")
    commit(project, { 'system.config.ts': config, 'shop.sh': '#!/bin/sh\n' })
    project.write('shop.sh', '#!/bin/sh\nexit 1\n')
    const said = fine(project.immuc(['diff']))
    assert.match(said, /app\.artifact\.file +system\.config\.ts:6 +some bytes → other bytes/)
    assert.match(said, 'packer build')
  }),
)

testWith(test, needs, 'in a hook of git, which says that all folders are one repository', () =>
  inProject((project) => {
    commit(project, { 'a/system.config.ts': configText() })
    project.write('a/system.config.ts', configText('', 'v2'))
    const env = { GIT_DIR: join(project.folder, '.git'), GIT_INDEX_FILE: '.git/index' }
    const cwd = join(project.folder, 'a')
    assert.match(fine(project.immuc(['diff'], { cwd, env })), "'v1' → 'v2'")
  }),
)

testWith(test, needs, 'the README shows what is printed', () =>
  inProject((project) => {
    const config = readFileSync(join(root, 'examples/03-scaled/system.config.ts'), 'utf8').replace(
      "file: '../../app/dist/app'",
      `url: 'https://example.com/shop', sha256: '${'a'.repeat(64)}'`,
    )
    commit(project, { 'system.config.ts': config })
    git(project.folder, 'branch', '--force', '--move', 'main')
    project.write(
      'system.config.ts',
      config
        .replace("LOG_LEVEL: 'info'", "LOG_LEVEL: 'debug'")
        .replace('nodes: 2', 'nodes: 1')
        .replace('instances: 3', 'instances: 4'),
    )
    const withoutHash = (text: string) => text.replace(/main \(\w{7}\)/, 'main (…)')
    const readme = withoutHash(readFileSync(join(root, 'README.md'), 'utf8'))
    assert.match(readme, withoutHash(fine(project.immuc(['diff', 'main']))))
  }),
)

type Fault = readonly [
  name: string,
  words: string[],
  says: string,
  prepare: (project: Project) => void,
]

const faults: readonly Fault[] = [
  [
    'a commit that is not there',
    ['nowhere'],
    'there is no commit `nowhere` in this repository',
    (project) => commit(project, { 'system.config.ts': configText() }),
  ],
  [
    'no commit yet',
    [],
    'this repository has no commit yet',
    (project) => void project.write('system.config.ts', configText()),
  ],
  [
    'a config that is not committed',
    [],
    '`system.config.ts` is not in `HEAD`; commit it',
    (project) => {
      commit(project, { 'a.txt': '' })
      project.write('system.config.ts', configText())
    },
  ],
]

for (const [name, words, says, prepare] of faults) {
  testWith(test, needs, name, () =>
    inProject((project) => {
      prepare(project)
      const { status, stdout, stderr } = project.immuc(['diff', ...words])
      assert.match(stderr, says)
      assert.equal([status, stdout], [2, ''])
    }),
  )
}

testWith(test, needs, 'no repository', () =>
  inProject((project) => {
    project.write('system.config.ts', configText())
    const { status, stderr } = project.immuc(['diff'], {
      env: { GIT_CEILING_DIRECTORIES: dirname(project.folder) },
    })
    assert.match(stderr, 'immuc: this folder is in no git repository')
    assert.is(status, 2)
  }, false),
)

test('no git', () =>
  inProject((project) => {
    project.write('system.config.ts', configText())
    const { status, stderr } = project.immuc(['diff'], { env: { PATH: project.folder } })
    assert.match(stderr, 'immuc: git is not installed')
    assert.is(status, 2)
  }, false))

testWith(test, needs, 'a config that was broken is reported as it was', () =>
  inProject((project) => {
    commit(project, { 'system.config.ts': configText().replace('ams3', 'amsterdam') })
    project.write('system.config.ts', configText())
    const { status, stdout, stderr } = project.immuc(['diff'])
    assert.match(stderr, "The config at `HEAD` can't be compiled:")
    assert.match(stderr, /--> system\.config\.ts:\d+:22/)
    assert.match(stderr, 'Nothing was compared.')
    assert.equal([status, stdout], [1, ''])
    const json = project.immuc(['diff', '--format', 'json'])
    const { ref, diagnostics } = JSON.parse(json.stdout)
    assert.equal(
      [ref, diagnostics[0].code, diagnostics[0].file],
      ['HEAD', 'unknown-region', 'system.config.ts'],
    )
    assert.is(json.status, 1)
  }),
)

testWith(test, needs, 'nothing is left in the folder for temporary files', () =>
  inProject((project) => {
    commit(project, { 'system.config.ts': configText() })
    const folder = join(project.folder, 'temporary')
    mkdirSync(folder)
    fine(project.immuc(['diff'], { env: { TMPDIR: folder } }))
    assert.equal(readdirSync(folder), [])
    rmSync(folder, { recursive: true })
    assert.not(existsSync(join(tmpdir(), 'tree')))
  }),
)

test.run()
