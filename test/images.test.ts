// What `npm run images` is made of: the talk's files are ones that its tools take, the changes that let
// them bake are just those, and of a failure the reason is shown.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { exposureOf, violationsIn } from '../scripts/images/linted.ts'
import { attempts, writeTalk } from '../scripts/images/talk-attempts.ts'
import { reasonIn } from '../scripts/images/timed-bake.ts'
import { root } from './support/root.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('images')

function inFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-images-'))
  try {
    use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const all = attempts({ url: 'http://a', version: 'v1' })

testWith(test, [program('packer')], "packer takes the talk's template, changed or not", () => {
  for (const makes of [[], all.map(({ make }) => make)]) {
    inFolder((folder) => {
      const { status, stdout } = spawnSync('packer', ['validate', writeTalk(folder, makes)], {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, DIGITALOCEAN_API_TOKEN: 'made-up' },
        encoding: 'utf8',
      })
      assert.is(status, 0, stdout)
    })
  }
})

test('the talk is changed in what was needed to go on', () =>
  inFolder((folder) => {
    const written = readFileSync(
      writeTalk(
        folder,
        all.map(({ make }) => make),
      ),
      'utf8',
    )
    const { builders, provisioners } = JSON.parse(written)
    assert.is(builders[0].image, 'debian-13-x64')
    assert.is(builders[0].snapshot_name, 'app-{{timestamp}}')
    assert.equal(
      provisioners.map(({ type }: { type: string }) => type),
      ['shell', 'ansible'],
    )
    assert.equal(provisioners[1], {
      ...{ type: 'ansible', playbook_file: 'ansible/playbook.yml', use_proxy: false },
      extra_arguments: ['--extra-vars', 'url=http://a version=v1'],
    })
  }))

testWith(test, [program('ansible-lint')], "its linter finds fault with the talk's playbook", () =>
  inFolder((folder) => {
    const violations = violationsIn(join(root, 'rehearsal/talk/ansible'), join(folder, 'copy'))
    assert.equal(violations, {
      ...{ name: 1, fqcn: 4, yaml: 3, 'risky-file-permissions': 2 },
    })
  }),
)

testWith(test, [program('systemd-analyze')], "the talk's unit is as exposed as can be", () => {
  const exposure = exposureOf(join(root, 'rehearsal/talk/ansible/files'), 'app.service')
  assert.match(exposure, /^9\.\d UNSAFE$/)
})

test('of a failure the reason is shown, without what differs from run to run', () => {
  const prefix = '2026-01-01T00:00:00Z: ==> digitalocean: '
  const cases = [
    [
      'Error creating droplet: POST http://127.0.0.1:4008/v2/droplets: 422 (request "7a") No such image.',
      'Error creating droplet: POST /v2/droplets: 422 No such image.',
    ],
    [
      'fatal: [default]: UNREACHABLE! => {"msg": "Failed at 127.0.0.1 port 4899: no key", "unreachable": true}',
      'Failed at 127.0.0.1: no key',
    ],
    [
      `fatal: [default]: FAILED! => {"msg": "An error: 'url' is undefined. 'url' is undefined\\n\\nIt is in"}`,
      "An error: 'url' is undefined",
    ],
  ]
  for (const [said, reason] of cases)
    assert.is(reasonIn(`begun\n${prefix}${said}\nended\n`), reason)
})

test.run()
