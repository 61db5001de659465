// Files and a unit's text -> what a real systemd makes of them. A machine is systemd as PID 1 of its
// own namespaces, on a root of tmpfs with the host's /usr read-only below it: it has no network but
// lo, writes nothing to the host but a cgroup, and dies with this process, however that dies.
// On a host whose controllers are cgroup v1's, MemoryMax=, TasksMax= and CPUQuota= are not enforced.
import { type ChildProcess, spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findExecutable, type Need, root } from './tools.ts'

export type MachineFile = { path: string; mode?: number; content: string | Buffer }

export type Ran = { status: number | null; stdout: string; stderr: string }

/** A process as the kernel shows it; `environment` and `argv` are those of its execve(2). */
export type Seen = {
  pid: number
  uid: number
  argv: string[]
  environment: Record<string, string>
  /** The fields of /proc/PID/status, such as CapBnd, NoNewPrivs and Seccomp. */
  status: Record<string, string>
}

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

export type UnitRun = {
  /** Such as `app.service`. */
  name: string
  unit: string
  files?: MachineFile[]
  /** Stop the unit once it runs (the default), or leave it time to end by itself. */
  until?: 'started' | 'ended'
  /** Runs while the unit does. */
  probe?: (machine: Machine) => Promise<void>
  seconds?: number
}

export type UnitOutcome = {
  start: Ran
  /** Of the main process once started; undefined when it was already gone. */
  seen: Seen | undefined
  stopSeconds: number
  /** After the stop. */
  properties: Record<string, string>
  journal: string
}

const cgroupRoot = (): string | undefined =>
  fs
    .readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find((mount) => mount[2] === 'cgroup2')?.[1]

/** The need for all that a machine is made of; offline analysis needs only `systemdAnalyze`. */
export const realSystemd: Need = {
  name: 'root, systemd 252+, unshare, nsenter, setpriv and a writable cgroup2 hierarchy',
  present: () =>
    process.platform === 'linux' &&
    root.present() &&
    fs.existsSync('/usr/lib/systemd/systemd') &&
    ['unshare', 'nsenter', 'setpriv'].every((name) => findExecutable(name) !== undefined) &&
    isWritable(cgroupRoot()),
}

export const systemdAnalyze: Need = {
  name: 'systemd-analyze 252+',
  present: () => findExecutable('systemd-analyze') !== undefined,
}

function isWritable(folder: string | undefined): boolean {
  try {
    fs.accessSync(folder ?? '', fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}

// Only what a service's start needs: no udev, no tmpfiles, no generators, no getty.
const stockUnits = [
  ...['sysinit', 'basic', 'sockets', 'local-fs', 'network', 'network-online', 'shutdown'].map(
    (name) => `${name}.target`,
  ),
  'systemd-journald.service',
  'systemd-journald.socket',
  'systemd-journald-dev-log.socket',
]

// $1: the node executable. /proc/sys and /sys are the host's own knobs, so only the network
// namespace's part is writable; the capabilities left out would reach the host as well. Outside a
// container systemd makes / shared by itself: a service's credentials are mounted by propagation.
const makeRoot = `set -eu
mount -t tmpfs -o mode=755 tmpfs /mnt; cd /mnt
mkdir -p usr etc/systemd/system dev home mnt opt proc root run srv sys tmp var/cache var/lib var/log var/tmp
chmod 1777 tmp var/tmp; chmod 700 root; ln -s ../run var/run
for d in bin sbin lib lib32 lib64 libx32; do
  if [ -L /$d ]; then cp -P /$d $d; elif [ -d /$d ]; then mkdir $d; mount --bind -o ro /$d $d; fi
done
mount --bind /usr usr; mount -o remount,ro,bind usr
case "$1" in /usr/*) ;; *)
  mount -t tmpfs tmpfs usr/local; mkdir usr/local/bin
  touch usr/local/bin/node; mount --bind "$1" usr/local/bin/node ;;
esac
for f in passwd group nsswitch.conf ld.so.cache alternatives ssl; do
  [ ! -e /etc/$f ] || cp -a /etc/$f etc/
done
ln -s ../usr/lib/os-release etc/os-release
echo 0123456789abcdef0123456789abcdef > etc/machine-id
echo machine > etc/hostname; echo 127.0.0.1 localhost machine > etc/hosts
printf '[Manager]\\nShowStatus=no\\n' > etc/systemd/system.conf
printf '[Journal]\\nStorage=volatile\\nRateLimitBurst=0\\nReadKMsg=no\\n' > etc/systemd/journald.conf
for u in ${stockUnits.join(' ')}; do cp /usr/lib/systemd/system/$u etc/systemd/system/; done
printf '[Unit]\\nRequires=basic.target\\nWants=systemd-journald.service\\nAfter=basic.target systemd-journald.service\\n' > etc/systemd/system/default.target
mount -t proc -o nosuid,nodev,noexec proc proc
mount --bind proc/sys proc/sys; mount -o remount,ro,bind proc/sys
mount --bind proc/sys/net proc/sys/net; mount -o remount,rw,bind proc/sys/net
mount -t sysfs -o nosuid,nodev,noexec,ro sysfs sys
mount -t cgroup2 -o nosuid,nodev,noexec cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755,nosuid tmpfs dev; mkdir dev/pts dev/shm
for n in null zero full random urandom tty; do cp -a /dev/$n dev/; done
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts; ln -s pts/ptmx dev/ptmx
for n in '/fd fd' '/fd/0 stdin' '/fd/1 stdout' '/fd/2 stderr'; do set -- $n; ln -s /proc/self$1 dev/$2; done
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs dev/shm
mount -t tmpfs -o mode=755,nosuid,nodev tmpfs run
mkdir mnt/old; pivot_root . mnt/old; cd /; umount -l mnt/old; rmdir mnt/old; mount --make-rshared /
echo ready; read go
exec env -i container=test PATH="$PATH" SYSTEMD_UNIT_PATH=/etc/systemd/system:/run/systemd/system \\
  SYSTEMD_GENERATOR_PATH=/nowhere SYSTEMD_LOG_TARGET=journal \\
  setpriv --bounding-set -sys_module,-sys_rawio,-sys_time,-sys_boot /usr/lib/systemd/systemd --system </dev/null`

const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', LANG: 'C.UTF-8' }

// Two parent-death signals make a chain from this process to PID 1 inside: setpriv's, which `exec`
// hands on to unshare, and --kill-child's. A shell that waited between them would break it.
function spawnMachine(cgroup: string): ChildProcess {
  const unshare = 'unshare --pid --cgroup --ipc --net --uts --mount --propagation private'
  const enter = `echo $$ > "$0/cgroup.procs" && exec ${unshare} --fork --kill-child sh -c "$@"`
  const script = [enter, cgroup, makeRoot, 'sh', fs.realpathSync(process.execPath)]
  return spawn('setpriv', ['--pdeathsig', 'KILL', 'sh', '-c', ...script], {
    env: environment,
    stdio: 'pipe',
  })
}

/** Boots a machine that holds these files, hands it over and takes it down again. */
export async function withSystemd<T>(
  files: MachineFile[],
  use: (machine: Machine) => Promise<T>,
): Promise<T> {
  sweepCgroups()
  const cgroup = fs.mkdtempSync(join(cgroupRoot() ?? '', `${cgroupPrefix}${process.pid}-`))
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
  await eventually('systemd listens', 30, () => fs.existsSync(socket))
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
    eventually(`${unit} logs "${text}"`, timeoutSeconds, async () =>
      (await journal(unit)).includes(text),
    )
  const seen: Machine['seen'] = async (unit) => {
    const mainPid = (await show(unit)).MainPID ?? '0'
    return mainPid === '0' ? undefined : seenAt(join(folder, 'proc', mainPid))
  }
  return { folder, run, show, journal, logged, seen }
}

/** Starts one unit on a machine of its own and reports how it went. */
export function runUnit(asked: UnitRun): Promise<UnitOutcome> {
  const { name, unit, files = [], seconds = 30 } = asked
  const unitFile = { path: `/etc/systemd/system/${name}`, mode: 0o644, content: unit }
  return withSystemd([unitFile, ...files], async (machine) => {
    const start = await machine.run(['systemctl', 'start', name], seconds)
    const seen = await machine.seen(name)
    await asked.probe?.(machine)
    if (asked.until === 'ended') await unitEnded(machine, name, seconds)
    const before = performance.now()
    await machine.run(['systemctl', 'stop', name], seconds)
    const stopSeconds = (performance.now() - before) / 1000
    const properties = await machine.show(name)
    return { start, seen, stopSeconds, properties, journal: await machine.journal(name) }
  })
}

const unitEnded = (machine: Machine, name: string, seconds: number): Promise<void> =>
  eventually(`${name} ends`, seconds, async () =>
    ['inactive', 'failed'].includes((await machine.show(name)).ActiveState ?? ''),
  )

async function eventually(
  claim: string,
  seconds: number,
  isTrue: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`not within ${seconds} s: ${claim}`)
    await sleep(10)
  }
}

const ownPrograms = ['systemd', 'systemd-executor']

/** Undefined when the process is gone before all of it is read. */
async function seenAt(folder: string): Promise<Seen | undefined> {
  const read = (name: string) => fs.readFileSync(join(folder, name), 'utf8')
  try {
    // Between fork and exec a service's process is still systemd, or since 255 its executor.
    const program = () => basename(fs.readlinkSync(join(folder, 'exe')))
    await eventually('the service is executed', 10, () => !ownPrograms.includes(program()))
    const status = statusFields(read('status'))
    return {
      pid: Number(status.Pid),
      uid: Number.parseInt(status.Uid ?? '', 10),
      argv: read('cmdline').split('\0').slice(0, -1),
      environment: assignments(read('environ'), '\0'),
      status,
    }
  } catch (fault) {
    if (['ENOENT', 'ESRCH'].includes((fault as NodeJS.ErrnoException).code ?? '')) return undefined
    throw fault
  }
}

const statusFields = (text: string): Record<string, string> =>
  Object.fromEntries(
    Array.from(text.matchAll(/^(\w+):[\t ]*(.*)$/gm), ([, name, value]) => [name, value]),
  )

const assignments = (text: string, end: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(end)
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )

// A timeout of spawn's would kill nsenter only: what it runs would go on, and hold the pipes.
const within = (seconds: number): string[] => ['timeout', '--signal=KILL', String(seconds)]

function execute([program = '', ...args]: string[]): Promise<Ran> {
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  child.stdout.on('data', (chunk) => chunks.stdout.push(chunk))
  child.stderr.on('data', (chunk) => chunks.stderr.push(chunk))
  const text = (name: 'stdout' | 'stderr') => Buffer.concat(chunks[name]).toString('utf8')
  return new Promise((settle, refuse) => {
    child.once('error', refuse)
    child.once('close', (status) =>
      settle({ status, stdout: text('stdout'), stderr: text('stderr') }),
    )
  })
}

function writeFiles(folder: string, files: MachineFile[]): void {
  for (const { path, mode = 0o644, content } of files) {
    fs.mkdirSync(join(folder, dirname(path)), { recursive: true })
    fs.writeFileSync(join(folder, path), content)
    fs.chmodSync(join(folder, path), mode)
  }
}

const cgroupPrefix = 'immuc-test-'

/** Removes the cgroups that a killed run could not: those whose process is gone. */
function sweepCgroups(): void {
  const top = cgroupRoot() ?? ''
  for (const name of fs.readdirSync(top).filter((entry) => entry.startsWith(cgroupPrefix))) {
    const owner = name.slice(cgroupPrefix.length).split('-')[0]
    if (!fs.existsSync(`/proc/${owner}`)) tryRemoveCgroup(join(top, name))
  }
}

async function removeCgroup(folder: string): Promise<void> {
  for (let tries = 0; tries < 50 && !tryRemoveCgroup(folder); tries++) await sleep(20)
}

/** Depth first, folders only: a cgroup's files go with it. False while a process remains. */
function tryRemoveCgroup(folder: string): boolean {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true })
    for (const entry of entries) if (entry.isDirectory()) tryRemoveCgroup(join(folder, entry.name))
    fs.rmdirSync(folder)
    return true
  } catch {
    return false
  }
}

/**
 * `systemd-analyze verify` of a unit on a root that holds the stock units and these files, which
 * must include the programs that the unit names.
 */
export async function verifyUnit(
  name: string,
  unit: string,
  files: MachineFile[] = [],
): Promise<Ran> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'immuc-verify-'))
  try {
    const stock = '/usr/lib/systemd/system'
    fs.cpSync(stock, join(folder, stock), { recursive: true, verbatimSymlinks: true })
    writeFiles(folder, [{ path: `/etc/systemd/system/${name}`, content: unit }, ...files])
    const verify = ['systemd-analyze', 'verify', '--man=no', '--recursive-errors=no']
    return await execute([...within(60), ...verify, `--root=${folder}`, name])
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** `systemd-analyze security`: 0 is a full sandbox, 10 is none. */
export async function unitExposure(
  name: string,
  unit: string,
): Promise<{ exposure: number; output: string }> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'immuc-security-'))
  try {
    writeFiles(folder, [{ path: `/${name}`, content: unit }])
    const security = ['systemd-analyze', 'security', '--offline=true', '--no-pager']
    const { stdout, stderr } = await execute([...within(60), ...security, join(folder, name)])
    const overall = stdout.match(/Overall exposure level for .*: ([\d.]+) /)
    if (overall === null) throw new Error(`systemd-analyze security: ${stdout}${stderr}`)
    return { exposure: Number(overall[1]), output: stdout }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
