// The playbook is what ansible takes and its linter praises; its steps stand in the order that a bake
// needs; and what they do to a machine, they do.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse, stringify } from 'yaml'
import { goldenCases, readTree } from './support/golden.ts'
import { artifactsOf } from './support/system.ts'
import { realSystemd, withSystemd } from './support/systemd.ts'
import { inFolder } from './support/terraform.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('ansible')

type Task = { name: string; [key: string]: unknown }

const folders = goldenCases().map(({ name, expected }) => ({
  name,
  files: [...readTree(expected)].filter(([path]) => path.startsWith('ansible/')),
}))
const playbooks = folders.map(({ files }) => {
  const text = files.find(([path]) => path === 'ansible/playbook.yml')?.[1].toString('utf8') ?? ''
  return parse(text)[0] as { tasks: Task[] }
})

/** Runs a tool on every playbook at once, each with the files that it copies. */
const onAll = (command: string, words: string[], extra: Record<string, string> = {}) =>
  inFolder(
    new Map<string, string | Uint8Array>([
      ...folders.flatMap(({ name, files }) =>
        files.map(([path, bytes]) => [join(name, path), bytes] as const),
      ),
      ...Object.entries(extra),
    ]),
    (folder) => {
      const paths = folders.map(({ name }) => join(name, 'ansible/playbook.yml'))
      return spawnSync(command, [...words, ...paths, ...Object.keys(extra)], {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', ANSIBLE_NOCOLOR: '1' },
        encoding: 'utf8',
      })
    },
  )

testWith(test, [program('ansible-playbook')], 'ansible parses every playbook', async () => {
  const check = ['--syntax-check', '--inventory', 'localhost,']
  const { status, stdout, stderr } = await onAll('ansible-playbook', check)
  assert.is(status, 0, stderr)
  assert.is(stdout.match(/^playbook: /gm)?.length, folders.length)
})

const lint = ['--offline', '--nocolor', '--profile', 'production']

testWith(test, [program('ansible-lint')], 'its linter finds nothing, in all of them', async () => {
  const { status, stdout, stderr } = await onAll('ansible-lint', lint)
  assert.is(status, 0, stdout + stderr)
  assert.match(stderr, `0 failure(s), 0 warning(s) on ${folders.length} files`)
})

testWith(test, [program('ansible-lint')], 'it would find something', async () => {
  const sloppy = '- hosts: all\n  tasks:\n    - copy: src=a dest=/b\n'
  const { status, stdout } = await onAll('ansible-lint', lint, { 'sloppy.yml': sloppy })
  assert.is(status, 2)
  assert.match(stdout, 'fqcn')
})

const usesModule = (name: string) => (task: Task) => `ansible.builtin.${name}` in task

test('a bake waits first, installs, and removes the key that it came with last of all', () => {
  for (const { tasks } of playbooks) {
    const at = (text: string) => tasks.findIndex((task) => JSON.stringify(task).includes(text))
    assert.is(at('cloud-init status --wait'), 0)
    const order = [
      'DPkg::Lock::Timeout',
      '"upgrade":"dist"',
      '/opt/',
      '"enabled":true',
      '"autoremove":true',
      'cloud-init clean',
      '/etc/machine-id',
      'ssh_host_*',
      '/root/.ssh/authorized_keys',
    ].map(at)
    assert.equal(
      order,
      [...order].sort((a, b) => a - b),
    )
    assert.is(order.at(-1), tasks.length - 1)
    assert.not(order.includes(-1))
  }
})

test('what is downloaded is checked, what is installed has an owner and a mode', () => {
  const tasks = playbooks.flatMap((play) => play.tasks)
  const downloads = tasks.filter(usesModule('get_url'))
  assert.ok(downloads.length > 0)
  for (const task of downloads) {
    assert.match(JSON.stringify(task), /"checksum":"sha256:[0-9a-f]{64}"/)
  }
  const installs = tasks.filter((task) => usesModule('copy')(task) && !task.delegate_to)
  for (const task of [...downloads, ...installs]) {
    assert.match(JSON.stringify(task), /"owner":"root","group":"root","mode":"0[0-7]{3}"/)
  }
  for (const task of tasks.filter(usesModule('apt'))) {
    assert.match(JSON.stringify(task), '"lock_timeout":600')
  }
})

/** All but what needs a network and a first boot. */
const runnable = (text: string): string => {
  const [play] = parse(text)
  const tasks = (play.tasks as Task[]).filter(
    (task) => !usesModule('apt')(task) && !JSON.stringify(task).includes('status --wait'),
  )
  return stringify([{ ...play, tasks }])
}

const leftovers = [
  '/etc/ssh/ssh_host_ed25519_key',
  '/root/.ssh/authorized_keys',
  '/home/debian/.ssh/authorized_keys',
  '/root/.bash_history',
  '/home/debian/.python_history',
  '/var/log/auth.log.1',
  '/var/log/journal/0123456789abcdef0123456789abcdef/user-1000@1.journal~',
  '/var/lib/cloud/instance/user-data.txt',
]

testWith(
  test,
  [realSystemd, program('ansible-playbook'), program('cloud-init')],
  'a machine is left as a bake must leave it',
  async () => {
    const artifacts = await artifactsOf({ app: { port: 80 } }, Buffer.from('#!/bin/sh\n'))
    const files = [...artifacts].map(([path, content]) => ({
      path: `/srv/${path}`,
      content: path.endsWith('playbook.yml') ? runnable(content) : content,
    }))
    const timers = ['apt-daily.timer', 'apt-daily-upgrade.timer'].map((name) => ({
      path: `/run/systemd/system/${name}`,
      content: '[Timer]\nOnBootSec=1h\nUnit=idle.service\n',
    }))
    const machineFiles = [
      ...files,
      ...timers,
      { path: '/run/systemd/system/idle.service', content: '[Service]\nExecStart=/bin/true\n' },
      ...['/etc/ssh/sshd_config.d/x', '/etc/apt/apt.conf.d/x', '/etc/sysctl.d/x'].map((path) => ({
        path,
        content: '',
      })),
      ...leftovers.map((path) => ({ path, content: 'of the build machine\n' })),
    ]
    await withSystemd(machineFiles, async (machine) => {
      await machine.run(['systemctl', 'start', 'apt-daily.timer'])
      const play = ['ansible-playbook', '--connection', 'local', '--inventory', 'localhost,']
      const { status, stdout } = await machine.run([...play, '/srv/ansible/playbook.yml'], 120)
      assert.is(status, 0, stdout)

      const path = (name: string) => join(machine.folder, name)
      const mode = (name: string) => (statSync(path(name)).mode & 0o7777).toString(8)
      for (const name of leftovers) assert.not(existsSync(path(name)), name)
      assert.equal([mode('/etc/machine-id'), statSync(path('/etc/machine-id')).size], ['444', 0])
      assert.is(mode('/opt/shop/shop'), '755')
      assert.is(readFileSync(path('/opt/shop/shop'), 'utf8'), '#!/bin/sh\n')
      assert.is(mode('/etc/systemd/system/shop.service'), '644')
      assert.ok(lstatSync(path('/etc/systemd/system/multi-user.target.wants/shop.service')))
      assert.is(readlinkSync(path('/etc/systemd/system/apt-daily-upgrade.timer')), '/dev/null')
      const timer = await machine.show('apt-daily.timer')
      assert.is(timer.LoadState, 'masked')
      assert.is.not(timer.ActiveState, 'active')
      assert.match(
        readFileSync(path('/etc/ssh/sshd_config.d/00-no-passwords.conf'), 'utf8'),
        /^PasswordAuthentication no$/m,
      )
    })
  },
)

test.run()
