// What a baked image must not contain, and what a machine that booted from it must be: looked at in the
// image's own files and inside the running machine.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { booted, filesIn, type Inside, insideOfDroplet } from './machine-inside.ts'
import type { MachineSystem } from './machine-system.ts'

/** The newest image as a droplet would find it, mounted and let go. */
export function withImage<T>(
  { infra }: Pick<MachineSystem, 'infra'>,
  look: (root: string) => T,
): T {
  const images = join(infra, '../state/images')
  const newest =
    readdirSync(images)
      .sort((a, b) => Number(a) - Number(b))
      .at(-1) ?? ''
  const root = join(infra, '../image')
  const lower = [join(images, newest, 'layer'), '/run/base/debian-13-x64'].join(':')
  mkdirSync(root, { recursive: true })
  execFileSync('mount', ['-t', 'overlay', 'overlay', '-o', `ro,lowerdir=${lower}`, root])
  try {
    return look(root)
  } finally {
    execFileSync('umount', [root])
  }
}

export function imageIsClean(system: MachineSystem): void {
  withImage(system, (root) => {
    const named = (...names: string[]) =>
      filesIn(root, '(', ...names.flatMap((name) => ['-o', '-name', name]).slice(1), ')')
    assert.equal(named('ssh_host_*_key*', 'authorized_keys'), [], 'keys')
    assert.equal(named('.*_history', '.viminfo', '.wget-hsts', '.ansible'), [], 'histories')
    assert.equal(named('conf.env'), [], 'an environment file')
    assert.equal(named('*.journal', '*.journal~'), [], 'a journal')
    assert.is(statSync(join(root, 'etc/machine-id')).size, 0, 'the machine id')
    for (const one of [
      'var/lib/cloud/instance',
      'var/log/cloud-init.log',
      'var/lib/systemd/random-seed',
    ]) {
      assert.not(existsSync(join(root, one)), one)
    }
    assert.equal(filesIn(root, '-path', '*/var/cache/apt/archives/*.deb'), [], 'packages')
    // No droplet shares the address of the machine that it was baked on.
    assert.equal(filesIn(root, '-path', '*/config-drive/*'), [])
  })
}

/** Beside Packer's manifest is a list of exactly what the image has. */
export function packagesAreListed(system: MachineSystem): void {
  const beside = join(system.infra, 'packer')
  assert.ok(existsSync(join(beside, 'manifest.json')))
  const listed = readFileSync(join(beside, 'packages.txt'), 'utf8')
  assert.match(listed, /^nodejs\t\d+\./m)
  assert.match(listed, /^systemd\t\d+/m)
  withImage(system, (root) => {
    const words = [`--admindir=${join(root, 'var/lib/dpkg')}`, '--show']
    assert.is(listed, execFileSync('dpkg-query', words, { encoding: 'utf8' }))
  })
}

// Memory, not disk, or the unit's own: gone with the machine or with the process.
const ownAndVolatile = ['/tmp', '/var/tmp', '/dev/shm', '/dev/mqueue', '/run/lock']

export async function machineIsSound(
  { cloud }: MachineSystem,
  app: string,
  id: number,
): Promise<void> {
  const inside = insideOfDroplet(id)
  const { run } = inside
  await booted(inside)
  assert.is(run('systemctl', 'is-system-running'), 'running', run('systemctl', '--failed'))
  const status = JSON.parse(run('cloud-init', 'status', '--format=json'))
  assert.equal([status.status, status.errors, status.recoverable_errors], ['done', [], {}])
  assert.is(run('hostname'), cloud.api.state.droplets.find((one) => one.id === id)?.name)
  assert.match(run('cat', '/etc/machine-id'), /^[0-9a-f]{32}$/)
  assert.is(run('stat', '--format=%a %U', `/opt/${app}/conf.env`), '600 root')
  assert.match(
    run('systemctl', 'is-enabled', 'apt-daily.timer', 'apt-daily-upgrade.timer'),
    /masked\nmasked/,
  )
  appIsConfined(inside, app)
}

function appIsConfined({ run, asUnit }: Inside, app: string): void {
  const exposure = run('systemd-analyze', 'security', '--no-pager', `${app}.service`)
  const level = Number(exposure.match(/Overall exposure level for .*: ([\d.]+) /)?.[1] ?? 10)
  assert.ok(level <= 1.5, exposure)
  const main = run('systemctl', 'show', app, '--property=MainPID', '--value')
  const status = run('cat', `/proc/${main}/status`)
  assert.not.match(status, /^Uid:\s0\s/m)
  assert.match(status, /^CapBnd:\s0+$/m)
  assert.match(status, /^NoNewPrivs:\s1$/m)
  assert.match(status, /^Seccomp:\s2$/m)
  const folders = asUnit(app, 'find', '/', '-xdev', '-type', 'd', '-writable').output.split('\n')
  const mounted = [...ownAndVolatile, '/run', '/dev', `/var/lib/private/${app}`]
  const more = mounted.flatMap((one) =>
    asUnit(app, 'find', one, '-xdev', '-type', 'd', '-writable').output.split('\n'),
  )
  const writable = [...folders, ...more].filter((line) => line.startsWith('/'))
  const allowed = [...ownAndVolatile, `/var/lib/private/${app}`]
  const beyond = writable.filter(
    (one) => !allowed.some((own) => one === own || one.startsWith(`${own}/`)),
  )
  assert.equal(beyond, [], 'writable for the app')
  assert.ok(writable.includes(`/var/lib/private/${app}`))
  assert.match(asUnit(app, 'cat', `/opt/${app}/conf.env`).output, 'Permission denied')
}
