// The golden cases: every folder below examples/ and test/cases/ with a config and the artifact tree
// that is expected of it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Run, runImmuc } from './immuc.ts'
import { root } from './root.ts'

export type GoldenCase = { name: string; config: string; expected: string }

const configNames = [
  'system.config.ts',
  'system.config.mts',
  'system.config.js',
  'system.config.json',
]

export function goldenCases(): GoldenCase[] {
  return ['examples', 'test/cases'].flatMap((room) =>
    folders(join(root, room)).flatMap((folder) => {
      const config = configNames.map((name) => join(folder, name)).find((path) => existsSync(path))
      return config
        ? [{ name: relative(root, folder), config, expected: join(folder, 'expected') }]
        : []
    }),
  )
}

const folders = (room: string): string[] =>
  existsSync(room)
    ? readdirSync(room, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(room, entry.name))
        .sort()
    : []

export const buildInto = (config: string, out: string): Run =>
  runImmuc(['build', '--config', config, '--out', out])

/** Every file below a folder by its relative path; an absent folder is an empty tree. */
export function readTree(folder: string): Map<string, Buffer> {
  if (!existsSync(folder)) return new Map()
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [relative(folder, path), readFileSync(path)]),
  )
}
