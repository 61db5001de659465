// The user -> the folder that keeps what takes long to get: base images and Debian packages. All in it
// may be deleted at any time, and is made again.
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export function cacheFolder(...names: string[]): string {
  const top = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const folder = join(top, 'immuc', ...names)
  mkdirSync(folder, { recursive: true })
  return folder
}
