// A folder → how its project installs a package, and whether immuc is installed there.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readOptional } from '../read-optional.ts'

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun'

export type Installation = {
  manager: PackageManager
  /** Whether package.json names immuc. */
  isNamed: boolean
  hasManifest: boolean
  /** Yarn without node_modules, where an editor needs help to find a package. */
  isPlugAndPlay: boolean
}

const lockFiles: readonly (readonly [file: string, manager: PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
]

export function readInstallation(folder: string): Installation {
  const { text } = readOptional(join(folder, 'package.json'))
  const manifest = text ?? ''
  return {
    manager: managerOf(folder),
    isNamed: /"immuc"\s*:/.test(manifest),
    hasManifest: text !== undefined,
    isPlugAndPlay: above(folder, (place) => existsSync(join(place, '.pnp.cjs'))) !== undefined,
  }
}

/** In a workspace, the lock file lies above. */
function managerOf(folder: string): PackageManager {
  return above(folder, namedIn) ?? 'npm'
}

function namedIn(folder: string): PackageManager | undefined {
  const { text } = readOptional(join(folder, 'package.json'))
  const named = text?.match(/"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/)?.[1]
  const locked = lockFiles.find(([file]) => existsSync(join(folder, file)))?.[1]
  return (named as PackageManager | undefined) ?? locked
}

function above<Found>(folder: string, find: (folder: string) => Found): Found | undefined {
  const found = find(folder)
  if (found !== undefined && found !== false) return found
  const parent = dirname(folder)
  return parent === folder ? undefined : above(parent, find)
}

export const installCommand = {
  npm: 'npm install --save-dev immuc',
  pnpm: 'pnpm add --save-dev immuc',
  yarn: 'yarn add --dev immuc',
  bun: 'bun add --dev immuc',
} as const satisfies Record<PackageManager, string>

export const runCommand = {
  npm: 'npx immuc',
  pnpm: 'pnpm exec immuc',
  yarn: 'yarn immuc',
  bun: 'bunx immuc',
} as const satisfies Record<PackageManager, string>
