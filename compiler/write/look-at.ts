// A path below the output folder → what is there. Symbolic links are never followed.
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  type Stats,
} from 'node:fs'

export type Obstacle = 'symlink' | 'not-a-folder' | 'not-a-file'

/** Neither of them: there is nothing. */
export type Found = { content?: Uint8Array; obstacle?: Obstacle; at: string }

/** The content of a plain file in plain folders; otherwise the first thing that is in the way. Looks at
 * each folder once. The paths are normal ones: to join them takes as long as to look. Where a file is
 * expected, it says so the sooner. */
export function lookIn(folder: string): (path: string, expected?: Uint8Array) => Found {
  const plain = new Set<string>()
  return (path, expected) => {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      const at = path.slice(0, end)
      if (plain.has(at)) continue
      const stats = statsAt(`${folder}/${at}`)
      if (stats === undefined) return { at: path }
      if (!stats.isDirectory()) return { obstacle: obstacleIn(stats, 'not-a-folder'), at }
      plain.add(at)
    }
    const place = `${folder}/${path}`
    const content = expected && contentOf(place, expected)
    if (content) return { content, at: path }
    const stats = statsAt(place)
    if (stats === undefined) return { at: path }
    if (!stats.isFile()) return { obstacle: obstacleIn(stats, 'not-a-file'), at: path }
    return { content: readFileSync(place), at: path }
  }
}

const obstacleIn = (stats: Stats, otherwise: Obstacle): Obstacle =>
  stats.isSymbolicLink() ? 'symlink' : otherwise

const { O_NOFOLLOW, O_NONBLOCK } = constants
const room = Buffer.allocUnsafeSlow(64 * 1024)

/** Undefined where it takes another look to tell. Files are opened before they are known to be some: that
 * is half of what there is to do, and what is no file is not waited for. */
function contentOf(place: string, expected: Uint8Array): Uint8Array | undefined {
  // Windows has no such flag.
  if (O_NOFOLLOW === undefined || expected.length >= room.length) return undefined
  try {
    const file = openSync(place, O_NOFOLLOW | O_NONBLOCK)
    try {
      const length = readSync(file, room, 0, room.length, null)
      if (length > 0 && room.compare(expected, 0, expected.length, 0, length) === 0) return expected
      const stats = fstatSync(file)
      const isWhole = stats.isFile() && stats.size === length
      return isWhole ? Buffer.from(room.subarray(0, length)) : undefined
    } finally {
      closeSync(file)
    }
  } catch {
    return undefined
  }
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
