// A path below the output folder → what is there. Symbolic links are never followed.
import { lstatSync, readFileSync, type Stats } from 'node:fs'

export type Obstacle = 'symlink' | 'not-a-folder' | 'not-a-file'

/** Neither of them: there is nothing. */
export type Found = { content?: Uint8Array; obstacle?: Obstacle; at: string }

/** The content of a plain file in plain folders; otherwise the first thing that is in the way. Looks at
 * each folder once. The paths are normal ones: to join them takes as long as to look. */
export function lookIn(folder: string): (path: string) => Found {
  const plain = new Set<string>()
  return (path) => {
    const parts = path.split('/')
    for (const index of parts.keys()) {
      const at = parts.slice(0, index + 1).join('/')
      if (plain.has(at)) continue
      const isLast = index === parts.length - 1
      const stats = statsAt(`${folder}/${at}`)
      if (stats === undefined) return { at: path }
      const obstacle = obstacleIn(stats, isLast)
      if (obstacle) return { obstacle, at }
      if (!isLast) plain.add(at)
    }
    return { content: readFileSync(`${folder}/${path}`), at: path }
  }
}

function obstacleIn(stats: Stats, isLast: boolean): Obstacle | undefined {
  if (stats.isSymbolicLink()) return 'symlink'
  if (isLast) return stats.isFile() ? undefined : 'not-a-file'
  return stats.isDirectory() ? undefined : 'not-a-folder'
}

/** Undefined if nothing is there. */
export function statsAt(place: string): Stats | undefined {
  try {
    return lstatSync(place, { throwIfNoEntry: false })
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw failure
  }
}
