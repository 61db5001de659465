// A path inside a machine -> the path on this machine, below the machine's root folder. No `..` and
// no link inside the machine leads out of it.
import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'

const mostLinks = 40

/** Follows links as the machine would see them: an absolute one starts at its own root. */
export function inRoot(root: string, path: string): string {
  let parts = resolve('/', path).split('/').slice(1)
  let done = '/'
  for (let links = 0; parts.length > 0; ) {
    const [part = '', ...rest] = parts
    const next = join(done, part)
    const target = linkTarget(join(root, next))
    if (target !== undefined && links < mostLinks) {
      links += 1
      parts = [...resolve(done, target).split('/').slice(1), ...rest]
      done = '/'
    } else {
      done = next
      parts = rest
    }
  }
  return join(root, done)
}

/** None, too, behind a link that leads in a circle. */
function linkTarget(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined
  } catch {
    return undefined
  }
}

/** The mapped path where the machine has such a file, else the path as it is. */
export function ifInRoot(root: string, path: string): string {
  const mapped = inRoot(root, path)
  return path.startsWith('/') && path !== '/' && existsSync(mapped) ? mapped : path
}
