// A machine of the fleet -> what is found inside it, by commands run in its namespaces and by looking
// at its files and its app's process.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export type Inside = {
  /** Standard output, trimmed; what fails says so in it. */
  run: (...command: string[]) => string
  /** Runs in the mount namespace of a unit's main process, as its user. */
  asUnit: (unit: string, ...command: string[]) => { status: number | null; output: string }
}

/** Its nspawn process has one child, which is PID 1 inside. */
export function insideOfDroplet(id: number): Inside {
  const holder = holderOf(id)
  const pid = readFileSync(`/proc/${holder}/task/${holder}/children`, 'utf8').trim().split(' ')[0]
  const enter = ['--target', pid ?? '', '--all']
  const nsenter = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync('nsenter', words, {
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', LANG: 'C.UTF-8' },
      encoding: 'utf8',
      timeout: 60_000,
    })
    return { status, output: `${stdout}${status === 0 ? '' : stderr}`.trim() }
  }
  const run = (...command: string[]) => nsenter(...enter, ...command).output
  return {
    run,
    asUnit: (unit, ...command) => {
      const main = run('systemctl', 'show', unit, '--property=MainPID', '--value')
      const [uid, gid] = run('stat', '--format=%u %g', `/proc/${main}`).split(' ')
      const into = ['nsenter', '--target', main, '--mount', '--setuid', uid, '--setgid', gid]
      return nsenter(...enter, ...into.map(String), ...command)
    },
  }
}

/** The nspawn process of a droplet: which one it is stands in its command line. */
function holderOf(id: number): number {
  const pid = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0')
      return words[0]?.endsWith('systemd-nspawn') && words.includes(`--machine=d${id}`)
    } catch {
      return false
    }
  })
  if (pid === undefined) throw new Error(`droplet ${id} is not running`)
  return Number(pid)
}

/** Settles once the first boot is through, whatever came of it. */
export async function booted({ run }: Inside): Promise<void> {
  for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(200)) {
    if (!/starting|initializing|fail/i.test(run('systemctl', 'is-system-running'))) break
  }
  run('cloud-init', 'status', '--wait')
}

/** All of a disk image's files whose path matches, as `find` names them. */
export function filesIn(root: string, ...expression: string[]): string[] {
  const { stdout } = spawnSync('find', [root, '-xdev', ...expression], { encoding: 'utf8' })
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => join('/', line.slice(root.length)))
    .sort()
}
