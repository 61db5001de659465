// A baked image, and a droplet that was made from it -> what is said of them in the table.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { booted, filesIn, insideOfDroplet } from '../../test/support/machine-inside.ts'

export type Row = [what: string, found: string]

const number = (paths: readonly string[], one: string): string =>
  paths.length === 0 ? 'none' : `${paths.length} ${one}${paths.length === 1 ? '' : 's'}`

export function leftIn(image: string): Row[] {
  const named = (...names: string[]) =>
    filesIn(image, '(', ...names.flatMap((name) => ['-o', '-name', name]).slice(1), ')')
  const below = (pattern: string) => filesIn(image, '-type', 'f', '-path', `*${pattern}`)
  const keys = named('authorized_keys').filter((path) => statSync(join(image, path)).size > 0)
  const has = (path: string) => (existsSync(join(image, path)) ? 'there' : 'none')
  return [
    ['files with keys that may log in', number(keys, 'file')],
    ['private host keys', number(named('ssh_host_*_key'), 'key')],
    ['machine id', machineId(image)],
    ['random seed', has('var/lib/systemd/random-seed')],
    ["cloud-init's state and logs", number(below('/var/lib/cloud/instances/*'), 'file')],
    ['shell and editor histories', number(named('.*_history', '.viminfo', '.wget-hsts'), 'file')],
    ["Ansible's own files", number(below('/root/.ansible/*'), 'file')],
    ['journal of the build machine', number(below('/var/log/journal/*'), 'file')],
    ['lists and packages of apt', aptLeft(below)],
    ['logins with a password', loginsIn(image)],
  ]
}

function machineId(image: string): string {
  const text = readFileSync(join(image, 'etc/machine-id'), 'utf8').trim()
  return text === '' ? 'empty: each droplet makes its own' : "the build machine's"
}

function aptLeft(below: (pattern: string) => string[]): string {
  const [lists, packages] = [below('/var/lib/apt/lists/*Packages*'), below('/archives/*.deb')]
  return `${number(lists, 'list')}, ${number(packages, 'package')}`
}

const loginsIn = (image: string): string =>
  existsSync(join(image, 'etc/ssh/sshd_config.d/00-no-passwords.conf')) ? 'refused' : 'not refused'

export async function foundOn(id: number, unit: string): Promise<Row[]> {
  const inside = insideOfDroplet(id)
  const { run } = inside
  await booted(inside)
  const status = JSON.parse(run('cloud-init', 'status', '--format=json'))
  const faults = [...status.errors, ...Object.values(status.recoverable_errors).flat()]
  const main = run('systemctl', 'show', unit, '--property=MainPID', '--value')
  const file = `/opt/${unit}/conf.env`
  return [
    ['systemd', run('systemctl', 'is-system-running')],
    [
      'cloud-init',
      faults.length === 0 ? status.status : `${status.status}, ${faults.length} faults`,
    ],
    [
      'exposure of the unit, live',
      exposureIn(run('systemd-analyze', 'security', '--no-pager', unit)),
    ],
    ['user of the app', run('stat', '--format=%u', `/proc/${main}`) === '0' ? 'root' : 'its own'],
    ['environment file', run('stat', '--format=%a %U', file)],
    [
      'timers that change packages',
      timers(run('systemctl', 'is-enabled', 'apt-daily-upgrade.timer')),
    ],
  ]
}

const timers = (state: string): string => (state.includes('masked') ? 'masked' : state)

export const exposureIn = (said: string): string =>
  said.match(/Overall exposure level for .*: ([\d.]+ [A-Z]+)/)?.[1] ?? 'unknown'
