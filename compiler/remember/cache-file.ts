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
import { dirname, join } from 'node:path'

const mostFiles = 200

/** `known`: what the content has to belong to, to the byte. */
export function readCacheFile(name: string, known: Buffer = nothing): Buffer | undefined {
  return attempt(() => {
    const folder = cacheFolder()
    if (folder === undefined || !isOurs(folder)) return undefined
    const file = `${folder}/${name}`
    if (!isOurs(file)) return undefined
    const bytes = readFileSync(file)
    const isOfIt = bytes.subarray(0, known.length).equals(known)
    return isOfIt ? firstOf(bytes.subarray(known.length)) : undefined
  })
}

const nothing = Buffer.alloc(0)

/** As one step: whoever reads at the same time reads the old file or the new one. */
export function writeCacheFile(name: string, content: Uint8Array, known = nothing): void {
  attempt(() => {
    const folder = cacheFolder()
    if (folder === undefined) return
    // Node 20's own way to make both never ends in a folder that only looks writable.
    for (const path of [dirname(folder), folder]) attempt(() => mkdirSync(path, { mode: 0o700 }))
    if (!isOurs(folder)) return
    const staged = join(folder, `${process.pid}.${name}.new`)
    writeFileSync(staged, Buffer.concat([known, twice(content)]), { mode: 0o600, flag: 'wx' })
    renameSync(staged, join(folder, name))
    removeOldest(folder)
  })
}

/** The length of the content, the content, and all of it once more with the bytes of each word in
 * reverse: damage hits only one of them. To compare the two takes a tenth of the time of a digest. */
function twice(content: Uint8Array): Buffer {
  const padded = Buffer.alloc(4 + Math.ceil(content.length / 4) * 4)
  padded.writeUInt32LE(content.length)
  padded.set(content, 4)
  return Buffer.concat([padded, Buffer.from(padded).swap32()])
}

function firstOf(bytes: Buffer): Buffer | undefined {
  const middle = bytes.length / 2
  if (middle % 4 !== 0) return undefined
  const first = bytes.subarray(0, middle)
  const isWhole = middle >= 4 && bytes.subarray(middle).swap32().equals(first)
  return isWhole ? first.subarray(4, 4 + first.readUInt32LE()) : undefined
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
