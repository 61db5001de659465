// A path below the output folder → what is there. Symbolic links are never followed.
import { lstatSync, readFileSync, type Stats } from 'node:fs'
import { join } from 'node:path'

export type Obstacle = 'symlink' | 'not-a-folder' | 'not-a-file'

/** Neither of them: there is nothing. */
export type Found = { content?: Uint8Array; obstacle?: Obstacle; at: string }

/** The content of a plain file in plain folders; otherwise the first thing that is in the way. */
export function lookAt(folder: string, path: string): Found {
  const parts = path.split('/')
  for (const index of parts.keys()) {
    const at = parts.slice(0, index + 1).join('/')
    const stats = statsAt(join(folder, at))
    if (stats === undefined) return { at: path }
    const obstacle = obstacleIn(stats, index === parts.length - 1)
    if (obstacle) return { obstacle, at }
  }
  return { content: readFileSync(join(folder, path)), at: path }
}

function obstacleIn(stats: Stats, isLast: boolean): Obstacle | undefined {
  if (stats.isSymbolicLink()) return 'symlink'
  if (isLast) return stats.isFile() ? undefined : 'not-a-file'
  return stats.isDirectory() ? undefined : 'not-a-folder'
}

/** Undefined if nothing is there. */
export function statsAt(place: string): Stats | undefined {
  try {
    return lstatSync(place)
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw failure
  }
}
