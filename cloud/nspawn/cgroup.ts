// A name -> a control group for machines in each hierarchy that systemd may use. The kernel keeps empty
// ones for ever, so a small shell outlives whoever made them, however that ends, and removes them, and
// with them a folder.
import { spawn } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'

const top = '/sys/fs/cgroup'

/** Folders: systemd's own and the unified one beside it, or the one of a host that has only one. */
export const hierarchies = (): string[] =>
  [join(top, 'systemd'), join(top, 'unified'), top].filter(
    (folder) => existsSync(join(folder, 'cgroup.procs')) && isWritable(folder),
  )

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export const groupsOf = (name: string): string[] => hierarchies().map((one) => join(one, name))

/** A process that is put there, and all it starts. */
export function makeGroups(name: string): string[] {
  const folders = groupsOf(name)
  for (const folder of folders) mkdirSync(folder, { recursive: true })
  return folders
}

export function enterGroups(name: string, pid: number): void {
  for (const folder of makeGroups(name)) writeFileSync(join(folder, 'cgroup.procs'), `${pid}\n`)
}

/** Kills whatever is in the groups and below them now; what it forks meanwhile needs another call. */
export function killGroups(name: string): void {
  for (const folder of groupsOf(name)) {
    for (const pid of pidsBelow(folder)) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch {}
    }
  }
}

function pidsBelow(folder: string): number[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => basename(file) === 'cgroup.procs')
    .flatMap((file) => readLines(join(folder, file)))
    .map(Number)
    .filter((pid) => pid > 0)
}

/** A group may go while it is looked at. */
function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}

// A group is busy until the last process in it is gone, which at a sudden end takes a moment.
const script = `trap '' INT TERM HUP
read -r never
for turn in $(seq 150); do
  left=
  for group; do
    [ ! -d "$group" ] || find "$group" -depth -type d -delete 2>/dev/null || left=1
  done
  [ -n "$left" ] || break
  sleep 0.1
done
rm -rf -- "$0"`

/** The result removes the groups, which hold no process any more, and the folder, and settles then. */
export function sweptAtTheEnd(name: string, folder: string): () => Promise<void> {
  const shell = spawn('sh', ['-c', script, folder, ...makeGroups(name)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise<void>((settle) => shell.once('close', () => settle()))
  shell.stdin.on('error', () => {})
  shell.unref()
  return () => {
    shell.ref()
    shell.stdin.end()
    return ended
  }
}
