// Files in the user's cache folder. One that is damaged, or that somebody else could have written,
// is as good as none; one that can't be written is not written. Nothing here ever fails.
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { checksum } from './checksum.ts'

const mostFiles = 200

/** The two parts of a file; mostly the first one tells that the second one is of no use. */
export type CacheFile = { head: Buffer; body: () => Buffer | undefined }

/** What a file begins with: a checksum of each part, and the length of the first. */
const opening = /^([0-9a-f]{16})([0-9a-f]{16})([0-9a-f]{8})$/
const openingLength = 40

export function readCacheFile(name: string): CacheFile | undefined {
  return attempt(() => {
    const folder = cacheFolder()
    if (folder === undefined || !isOurs(folder)) return undefined
    const file = join(folder, name)
    if (!isOurs(file)) return undefined
    const bytes = readFileSync(file)
    const [, headSum, bodySum, length = ''] =
      bytes.toString('latin1', 0, openingLength).match(opening) ?? []
    const middle = openingLength + Number.parseInt(length, 16)
    const head = bytes.subarray(openingLength, middle)
    const body = bytes.subarray(middle)
    if (checksum(head) !== headSum) return undefined
    return { head, body: () => (checksum(body) === bodySum ? body : undefined) }
  })
}

/** As one step: whoever reads at the same time reads the old file or the new one. */
export function writeCacheFile(name: string, head: Uint8Array, body: Uint8Array): void {
  attempt(() => {
    const folder = cacheFolder()
    if (folder === undefined) return
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (!isOurs(folder)) return
    const staged = join(folder, `${process.pid}.${name}.new`)
    const length = head.length.toString(16).padStart(8, '0')
    const start = Buffer.from(checksum(head) + checksum(body) + length, 'latin1')
    const bytes = Buffer.concat([start, head, body])
    writeFileSync(staged, bytes, { mode: 0o600, flag: 'wx' })
    renameSync(staged, join(folder, name))
    removeOldest(folder)
  })
}

/** Undefined where the user has no home. */
function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  if (process.platform === 'win32') return LOCALAPPDATA && join(LOCALAPPDATA, 'immuc', 'cache')
  if (XDG_CACHE_HOME?.startsWith('/')) return join(XDG_CACHE_HOME, 'immuc')
  if (!HOME?.startsWith('/')) return undefined
  return join(HOME, process.platform === 'darwin' ? 'Library/Caches' : '.cache', 'immuc')
}

/** Nobody else may write it. Windows has a folder for each user instead. */
function isOurs(path: string): boolean {
  const stats = lstatSync(path)
  if (process.getuid === undefined) return true
  const isPrivate = stats.uid === process.getuid() && (stats.mode & 0o022) === 0
  return isPrivate && !stats.isSymbolicLink()
}

function removeOldest(folder: string): void {
  const names = readdirSync(folder)
  if (names.length <= mostFiles) return
  const aged = names.map((name) => ({ name, at: statSync(join(folder, name)).mtimeMs }))
  aged.sort((a, b) => a.at - b.at)
  for (const { name } of aged.slice(0, names.length - mostFiles / 2)) unlinkSync(join(folder, name))
}

function attempt<Result>(step: () => Result): Result | undefined {
  try {
    return step()
  } catch {
    return undefined
  }
}
