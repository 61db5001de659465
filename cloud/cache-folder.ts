// The user -> the folder that keeps what takes long to get: base images, Debian packages, an empty
// PostgreSQL. All in it may be deleted at any time, and is made again.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

export function cacheFolder(...names: string[]): string {
  const top = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  const folder = join(top, 'immuc', ...names)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** A folder in such a folder, for what is being made; what is done is renamed. */
export const makeDraft = (folder: string): string =>
  mkdtempSync(join(folder, `draft-${process.pid}-`))

/** Drafts of processes that were killed. */
export function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = name.match(/^draft-(\d+)-/)?.[1]
    if (pid && !existsSync(`/proc/${pid}`)) {
      rmSync(join(folder, name), { recursive: true, force: true })
    }
  }
}
