// A command -> the command in namespaces of its own: mounts, network, processes. It reaches no network
// but Debian's archive, over a socket; whatever it makes there ends with it, and it ends with this
// process, however that ends.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder } from '../cache-folder.ts'
import { type Archive, readArchive } from './archive.ts'
import { baseImage } from './base-image.ts'
import { sweptAtTheEnd } from './cgroup.ts'
import { type Enclosed, variable } from './inside.ts'
import { assertMachinesRun } from './needs.ts'
import { openOutlet } from './outlet.ts'
import { recipeFor } from './recipe.ts'

export type EnclosureOptions = {
  /** Distribution images that its machines start from. */
  slugs: readonly string[]
  onProgress: (line: string) => void
}

/** Runs it to its end; the result is its exit status. */
export async function enclosed(
  command: readonly string[],
  options: EnclosureOptions,
): Promise<number> {
  await assertMachinesRun()
  const archive = await readArchive()
  const baseImages = await builtImages(archive, options)
  const folder = mkdtempSync(join(tmpdir(), 'immuc-enclosure-'))
  const cgroup = `immuc-${process.pid}`
  const sweep = sweptAtTheEnd(cgroup, folder)
  const socket = join(folder, 'archive')
  const outlet = await openOutlet(archive, cacheFolder('debian'), socket)
  try {
    return await runInside(command, { baseImages, outlet: socket, cgroup, folder })
  } finally {
    await outlet.close()
    await sweep()
  }
}

async function builtImages(
  archive: Archive,
  { slugs, onProgress }: EnclosureOptions,
): Promise<Record<string, string>> {
  const outlet = await openOutlet(archive, cacheFolder('debian'), 0)
  const built: Record<string, string> = {}
  try {
    for (const slug of slugs) {
      const options = { folder: cacheFolder('machines'), archiveUrl: outlet.url, onProgress }
      built[slug] = await baseImage(recipeFor(slug, archive.settings), options)
    }
    return built
  } finally {
    await outlet.close()
  }
}

// A shell stays PID 1, which takes in the orphans of all the others. With /sys read-only, nspawn expects
// no udev; the control groups below it are mounts of their own, and stay as they are.
const script = `set -eu
mount -t tmpfs -o mode=755 tmpfs /run
mkdir /run/netns /run/lock
mount -o remount,bind,ro /sys
ip link set lo up
"$@" && exit || exit $?`

/** Two parent-death signals make a chain from this process to the last one inside. */
async function runInside(command: readonly string[], inside: Enclosed): Promise<number> {
  const temporary = join(inside.folder, 'tmp')
  mkdirSync(temporary, { mode: 0o1777 })
  const namespaces = ['--mount', '--net', '--pid', '--ipc', '--propagation', 'private']
  const child = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'unshare', ...namespaces, '--mount-proc', '--fork'],
      ...['--kill-child', 'sh', '-c', script, 'sh', ...command],
    ],
    {
      env: { ...process.env, TMPDIR: temporary, [variable]: JSON.stringify(inside) },
      stdio: 'inherit',
    },
  )
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  try {
    return await ended(child)
  } finally {
    process.off('exit', kill)
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((settle, refuse) => {
    child.once('error', refuse)
    child.once('close', (code, signal) => {
      settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
}
