// This machine -> what it lacks for machines of its own, in words for a person. Droplets as processes
// need none of it.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isExecutable } from '../is-executable.ts'
import { StartFault } from '../start-fault.ts'
import { hierarchies } from './cgroup.ts'
import { run } from './run.ts'

/** Program -> the Debian package that has it. */
const programs: Readonly<Record<string, string>> = {
  unshare: 'util-linux',
  setpriv: 'util-linux',
  nsenter: 'util-linux',
  mount: 'mount',
  ip: 'iproute2',
  nft: 'nftables',
  haproxy: 'haproxy',
  mmdebstrap: 'mmdebstrap',
  mksquashfs: 'squashfs-tools',
  'systemd-nspawn': 'systemd-container',
}

const isWhereRootLooks = (name: string): boolean =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((folder) =>
    isExecutable(join(folder, name)),
  )

export const missingPrograms = (): string[] =>
  Object.entries(programs)
    .filter(([name]) => !isWhereRootLooks(name))
    .map(([name, from]) => `${name} (apt-get install ${from})`)

// Mounts that a container may be refused, each in the kernel's own words.
const attempt = `set -eu
mount -t tmpfs tmpfs /run
mkdir /run/lower /run/upper /run/work /run/root /run/netns
mount -t overlay overlay -o lowerdir=/run/lower,upperdir=/run/upper,workdir=/run/work /run/root
mount -o remount,bind,ro /sys
ip link add public type bridge
ip netns add first
nft add table bridge immuc
test -e /dev/loop-control`

/** What keeps even root from it here, or undefined. */
export async function obstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'this is not Linux'
  if (process.getuid?.() !== 0) return 'this is not run by root'
  if (hierarchies().length === 0) return 'no control groups can be made here'
  if (!existsSync('/dev/loop-control')) return 'there are no loop devices'
  const unshare = ['--mount', '--net', '--pid', '--fork', '--mount-proc', 'sh', '-c', attempt]
  return await run('unshare', unshare).then(
    () => undefined,
    (error: Error) => `namespaces or mounts are refused (${lastLine(error.message)})`,
  )
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/** All that is missing at once, and the way out. */
export async function assertMachinesRun(): Promise<void> {
  const isRootOnLinux = process.platform === 'linux' && process.getuid?.() === 0
  const programs = isRootOnLinux ? missingPrograms() : []
  const faults =
    programs.length > 0 ? programs : [await obstacle()].filter((one) => one !== undefined)
  if (faults.length === 0) return
  throw new StartFault(
    `droplets as machines can't run here: ${faults.join(', ')}. ` +
      'They need root on Linux; droplets as processes (`droplets: "process"`) need none of it.',
  )
}
