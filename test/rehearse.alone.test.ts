// `immuc rehearse` as a user has it, from the tarball: in a repository, at speed, with what it prints,
// what it writes, and nothing left behind, also when it is interrupted.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeProject, type Project } from './support/project.ts'
import { findExecutable, postgres, program, root, testWith } from './support/tools.ts'
import { until } from './support/until.ts'

const test = suite('rehearse')

const config = (version: string): string => `import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { url: 'https://example.com/{version}/shop', sha256: '${'0'.repeat(64)}' },
    health: { path: '/up', intervalSeconds: 3, timeoutSeconds: 3, healthyThreshold: 2, drainSeconds: 10 },
  },
  version: '${version}',
  scaling: { region: 'ams3', instances: 1 },
  domain: { zone: 'example.com', record: 'shop', createZone: false },
  access: { gateFrom: ['203.0.113.7/32'] },
})
`

const project = makeProject({
  '.gitignore': 'node_modules\n/tmp\n',
  'system.config.ts': config('v1'),
})
const temporary = join(project.folder, 'tmp')
mkdirSync(temporary)

test.after(() => project.remove())

const git = (...words: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
    cwd: project.folder,
    stdio: 'pipe',
  })

const immuc = (words: readonly string[], env: Record<string, string> = {}) =>
  project.immuc(['rehearse', ...words], { env: { TMPDIR: temporary, ...env } })

const tools = ['terraform', 'git', 'curl'].map(program)

function leavesNothing(): void {
  assert.equal(readdirSync(temporary), [])
}

git('init', '-q')
git('add', '.')
git('commit', '-qm', 'one')
project.write('system.config.ts', config('v2'))

testWith(
  test,
  tools,
  'deploys the committed config, then the working one, and loses nothing',
  () => {
    const run = immuc(['deploy', '--speed', '25', '--rate', '20', '--format', 'json'])
    assert.is(run.status, 0, run.stderr + run.stdout)
    const { rollouts, artifact, notes, report } = JSON.parse(run.stdout)
    assert.is(artifact, 'demo')
    assert.match(notes[0], /From `v1`, as HEAD has it, to `v2`/)
    assert.match(notes[1], /demo app .* by a URL/)
    assert.is(rollouts.length, 1)
    assert.is(rollouts[0].before.version, 'v1')
    assert.is(rollouts[0].after.version, 'v2')
    assert.is(rollouts[0].lost, 0)
    assert.ok(rollouts[0].requests > 50)
    const page = readFileSync(join(project.folder, report), 'utf8')
    assert.match(page, /No request was lost/)
    leavesNothing()
  },
)

testWith(test, tools, 'interrupted at any instant it ends soon and leaves nothing', async () => {
  for (const milliseconds of [300, 2000, 6000]) {
    const child = spawn(process.execPath, [project.bin, 'rehearse'], {
      cwd: project.folder,
      env: { ...process.env, TMPDIR: temporary },
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    await pause(milliseconds)
    child.kill('SIGINT')
    const [status, signal] = await ended
    // Before it listens for signals the kernel ends it, and there is nothing yet to be left.
    assert.ok(status === 130 || signal === 'SIGINT', `${status} ${signal}`)
    await until(
      'nothing is left',
      () => readdirSync(temporary).length + processesIn(temporary).length === 0,
      20,
    )
  }
})

const processesIn = (folder: string): string[] =>
  execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder))

testWith(test, tools, 'a file that is no report stays as it is', () => {
  const mine = project.write('mine.html', 'mine')
  const run = immuc(['--report', 'mine.html'])
  assert.is(run.status, 1)
  assert.match(run.stderr, /mine\.html exists and is no report of a rehearsal/)
  assert.is(readFileSync(mine, 'utf8'), 'mine')
  assert.match(immuc(['--report', 'nowhere/a.html']).stderr, /there is no folder .*nowhere/)
  leavesNothing()
})

testWith(test, tools, 'without terraform it says so and starts nothing', () => {
  const folder = join(project.folder, 'node_modules/.some-tools')
  mkdirSync(folder)
  for (const name of ['git', 'curl', 'sh'])
    symlinkSync(findExecutable(name) ?? '', join(folder, name))
  const run = immuc([], { PATH: folder })
  assert.is(run.status, 1)
  assert.match(run.stderr, /`terraform` is not on the PATH: install it/)
  leavesNothing()
})

testWith(test, tools, 'a commit that git does not know is named', () => {
  const run = immuc(['--from', 'no-such-commit'])
  assert.is(run.status, 1)
  assert.match(run.stderr, /git knows no commit `no-such-commit`/)
  leavesNothing()
})

testWith(test, tools, 'a provider that is installed in the output folder is used', () => {
  const address = 'terraform/.terraform/providers/registry.terraform.io/digitalocean/digitalocean'
  const system = `linux_${process.arch === 'x64' ? 'amd64' : process.arch}`
  project.write(`deploy/${address}/2.99.1/${system}/terraform-provider-digitalocean`, 'no program')
  const run = immuc(['--out', 'deploy', '--scenario', 'rollback'])
  assert.is(run.status, 1)
  assert.match(run.stderr, /The provider is the real one, 2\.99\.1\./)
  assert.match(run.stderr, /digitalocean/)
  assert.not.match(run.stderr, / {4}at /)
  leavesNothing()
})

testWith(test, tools, 'a scenario may be an option', () => {
  const run = immuc(['--scenario', 'bad-release', '--speed', '25', '--format', 'json'])
  assert.is(run.status, 0, run.stderr + run.stdout)
  const { rollouts } = JSON.parse(run.stdout)
  assert.ok(rollouts.every(({ title }: { title: string }) => /500|bad|rollback/i.test(title)))
  assert.is(
    rollouts.reduce((sum: number, one: { lost: number }) => sum + one.lost, 0),
    0,
  )
  leavesNothing()
})

const unshare = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c']
const withoutPostgres = 'mount -t tmpfs none /usr/lib/postgresql && exec "$@"'

testWith(
  test,
  [...tools, root, program('unshare'), postgres],
  'without PostgreSQL a config with a database starts nothing',
  () => {
    const database = config('v2').replace('  domain:', "  database: { version: '17' },\n  domain:")
    const path = project.write('database.config.ts', database)
    const [command = '', ...words] = [
      ...unshare,
      withoutPostgres,
      'sh',
      process.execPath,
      project.bin,
    ]
    const run = spawnSync(command, [...words, 'rehearse', '--config', path], {
      cwd: project.folder,
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: temporary },
    })
    assert.is(run.status, 1, run.stderr)
    assert.match(
      run.stderr,
      "the config has a database: PostgreSQL's server is not on this machine",
    )
    leavesNothing()
  },
)

test('a config with a fault is reported, and nothing is rehearsed', () => {
  const broken: Project['folder'] = project.write('broken.config.json', '{ "version": 1 }')
  const run = immuc(['--config', broken])
  assert.is(run.status, 1)
  assert.match(run.stderr, /Nothing was rehearsed\./)
  leavesNothing()
})

test('words that it does not know are misused', () => {
  for (const words of [['explode'], ['--rate', '0'], ['--speed', '1e9'], ['--rate', 'x']]) {
    const run = immuc(words)
    assert.is(run.status, 2, words.join(' '))
  }
  for (const words of [['explode'], ['--scenario', 'explode']])
    assert.match(immuc(words).stderr, /can't be given `explode`; use `deploy`, `scale-out`/)
  assert.not.ok(existsSync(join(project.folder, 'infra')))
})

test.run()
