// A folder in which npm has installed → its packages, and what they take of a disk.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The folders of all packages that are not for development only. */
export function packagesIn(folder: string): string[] {
  // It exits with 1 where it finds fault with a peer's own dependencies, and lists all the same.
  const { stdout } = spawnSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const packages = stdout.trim().split('\n').slice(1)
  if (packages.length === 0) throw new Error(`npm finds no packages in ${folder}`)
  return packages
}

export const megabytesOf = (folders: readonly string[]): number =>
  folders.reduce((sum, folder) => sum + bytesOf(folder), 0) / 1e6

function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return sum + bytesOf(path)
    return sum + (entry.isFile() ? statSync(path).size : 0)
  }, 0)
}
