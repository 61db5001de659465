// Files and a unit's text -> what a real systemd makes of them. A machine is systemd as PID 1 of its
// own namespaces, on a root of tmpfs with the host's /usr read-only below it: it has no network but
// lo, writes nothing to the host but a cgroup, and dies with this process, however that dies.
// On a host whose controllers are cgroup v1's, MemoryMax=, TasksMax= and CPUQuota= are not enforced.
import type { ChildProcess } from 'node:child_process'
import * as fs from 'node:fs'
import { join } from 'node:path'
import { hasCgroups, makeCgroup, removeCgroup, sweepCgroups } from './systemd-cgroup.ts'
import { execute, type MachineFile, type Ran, within, writeFiles } from './systemd-commands.ts'
import { spawnMachine } from './systemd-root.ts'
import { assignments, type Seen, seenAt } from './systemd-seen.ts'
import { findExecutable, type Need, root } from './tools.ts'
import { until } from './until.ts'

export type Machine = {
  /** The machine's `/` as a folder of the host. */
  folder: string
  /** Runs a command inside as root, outside of every unit. */
  run: (command: string[], timeoutSeconds?: number) => Promise<Ran>
  /** Properties of a unit, as `systemctl show` prints them. */
  show: (unit: string) => Promise<Record<string, string>>
  /** All a unit logged, and all systemd logged about it. */
  journal: (unit: string) => Promise<string>
  /** Waits until that journal holds a text. */
  logged: (unit: string, text: string, timeoutSeconds?: number) => Promise<void>
  /** The main process of a running unit, or undefined when it has none. */
  seen: (unit: string) => Promise<Seen | undefined>
}

/** The need for all that a machine is made of; offline analysis needs only `systemdAnalyze`. */
export const realSystemd: Need = {
  name: 'root, systemd 252+, unshare, nsenter, setpriv and a writable cgroup2 hierarchy',
  present: () =>
    process.platform === 'linux' &&
    root.present() &&
    fs.existsSync('/usr/lib/systemd/systemd') &&
    ['unshare', 'nsenter', 'setpriv'].every((name) => findExecutable(name) !== undefined) &&
    hasCgroups(),
}

/** Boots a machine that holds these files, hands it over and takes it down again. */
export async function withSystemd<T>(
  files: MachineFile[],
  use: (machine: Machine) => Promise<T>,
): Promise<T> {
  sweepCgroups()
  const cgroup = makeCgroup()
  const child = spawnMachine(cgroup)
  const closed = new Promise((settle) => child.once('close', settle))
  try {
    return await use(await boot(child, files))
  } finally {
    child.kill('SIGKILL')
    await closed
    await removeCgroup(cgroup)
  }
}

async function boot(child: ChildProcess, files: MachineFile[]): Promise<Machine> {
  const machine = machineOf(await rootMade(child))
  writeFiles(machine.folder, files)
  child.stdin?.end('go\n')
  const socket = join(machine.folder, 'run/systemd/private')
  await until('systemd listens', () => fs.existsSync(socket))
  const state = await machine.run(['systemctl', 'is-system-running', '--wait'])
  if (state.stdout !== 'running\n') throw new Error(`the machine is ${state.stdout}${state.stderr}`)
  return machine
}

/** Waits for the script's "ready" and finds PID 1: the only child of unshare. */
function rootMade(child: ChildProcess): Promise<string> {
  const said: string[] = []
  return new Promise((settle, refuse) => {
    child.once('error', refuse)
    child.once('close', () => refuse(new Error(`no machine root: ${said.join('')}`)))
    child.stdin?.on('error', refuse)
    child.stderr?.on('data', (chunk) => said.push(String(chunk)))
    child.stdout?.once('data', () =>
      settle(fs.readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim()),
    )
  })
}

function machineOf(pid: string): Machine {
  const folder = `/proc/${pid}/root`
  const run: Machine['run'] = (command, timeoutSeconds = 60) =>
    execute(['nsenter', '--target', pid, '--all', ...within(timeoutSeconds), ...command])
  const show: Machine['show'] = async (unit) => {
    const { status, stdout, stderr } = await run(['systemctl', 'show', unit])
    if (status !== 0) throw new Error(`systemctl show ${unit}: ${stderr}`)
    return assignments(stdout, '\n')
  }
  const journal: Machine['journal'] = async (unit) => {
    await run(['journalctl', '--sync'])
    return (await run(['journalctl', '--all', '--output=cat', '--unit', unit])).stdout
  }
  const logged: Machine['logged'] = (unit, text, timeoutSeconds = 10) =>
    until(
      `${unit} logs "${text}"`,
      async () => (await journal(unit)).includes(text),
      timeoutSeconds,
    )
  const seen: Machine['seen'] = async (unit) => {
    const mainPid = (await show(unit)).MainPID ?? '0'
    return mainPid === '0' ? undefined : seenAt(join(folder, 'proc', mainPid))
  }
  return { folder, run, show, journal, logged, seen }
}
