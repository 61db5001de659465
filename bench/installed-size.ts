// A folder of packages → what it takes of a disk, and how many packages they are.
import { execFileSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../test/support/root.ts'

export function installedSize(modules: string): { megabytes: number; packages: number } {
  const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [, ...dependencies] = listed.trim().split('\n')
  const folders = [join(modules, 'immuc'), ...dependencies]
  const bytes = folders.reduce((sum, folder) => sum + sizeOf(folder), 0)
  return { megabytes: bytes / 1e6, packages: folders.length }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => statSync(join(folder, path)))
    .filter((stats) => stats.isFile())
    .reduce((sum, { size }) => sum + size, 0)
}
