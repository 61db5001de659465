// Files → a call for each event about one of them, whether it is there or not. Their folders are
// watched, not they themselves: an editor that saves puts another file in the place of the old one.
import { type FSWatcher, statSync, watch } from 'node:fs'
import { dirname, join } from 'node:path'

export type Follower = {
  /** From now on these, and no others. */
  follow: (files: readonly string[]) => void
  close: () => void
}

type Watched = { watcher: FSWatcher; inode: number }

export function followFiles(
  onEvent: (path: string) => void,
  onFailure: (failure: NodeJS.ErrnoException) => void,
): Follower {
  const watched = new Map<string, Watched>()

  function open(folder: string): void {
    const inode = inodeOf(folder)
    const old = watched.get(folder)
    // A folder that was made anew is another one.
    if (inode === undefined || old?.inode === inode) return
    old?.watcher.close()
    const watcher = watch(folder, (_event, name) => onEvent(join(folder, name ?? '')))
    watcher.on('error', onFailure)
    watched.set(folder, { watcher, inode })
  }

  function close(folder: string): void {
    watched.get(folder)?.watcher.close()
    watched.delete(folder)
  }

  return {
    follow: (files) => {
      const folders = new Set(files.map((file) => nearestFolder(dirname(file))))
      for (const folder of watched.keys()) if (!folders.has(folder)) close(folder)
      try {
        for (const folder of folders) open(folder)
      } catch (failure) {
        onFailure(failure as NodeJS.ErrnoException)
      }
    },
    close: () => {
      for (const folder of [...watched.keys()]) close(folder)
    },
  }
}

function inodeOf(folder: string): number | undefined {
  const stats = statSync(folder, { throwIfNoEntry: false })
  return stats?.isDirectory() ? stats.ino : undefined
}

/** The folder, or what is left of the way to it. */
function nearestFolder(folder: string): string {
  const isTop = dirname(folder) === folder
  return isTop || inodeOf(folder) !== undefined ? folder : nearestFolder(dirname(folder))
}
