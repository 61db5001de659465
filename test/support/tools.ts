// Finds the stock tools that tests drive. A test whose tool is absent is skipped by name and
// reason; with IMMUC_REQUIRE_TOOLS=1 it fails instead, so CI can't lose a check silently.
import { readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Callback, Test } from 'uvu'
import { isExecutable } from '../../cloud/is-executable.ts'

export type Need = { name: string; present: () => boolean }

/** The absolute path of an executable on PATH or in one of `folders`, or undefined. */
export function findExecutable(name: string, folders: string[] = []): string | undefined {
  const candidates = [...(process.env.PATH ?? '').split(delimiter), ...folders]
  return candidates.map((folder) => join(folder, name)).find(isExecutable)
}

/** The need for a program on PATH. */
export const program = (name: string): Need => ({
  name,
  present: () => findExecutable(name) !== undefined,
})

/** The need for root, for tests that make namespaces or change users. */
export const root: Need = { name: 'root', present: () => process.getuid?.() === 0 }

/** PostgreSQL's server binaries, which Debian keeps outside PATH. */
export function postgresFolder(): string | undefined {
  const versions = '/usr/lib/postgresql'
  const debian = listFolder(versions).map((version) => join(versions, version, 'bin'))
  return [...debian, '/usr/local/pgsql/bin', '/opt/homebrew/opt/postgresql/bin']
    .concat((process.env.PATH ?? '').split(delimiter))
    .find(
      (folder) => isExecutable(join(folder, 'initdb')) && isExecutable(join(folder, 'postgres')),
    )
}

export const postgres: Need = {
  name: 'PostgreSQL server binaries',
  present: () => postgresFolder() !== undefined,
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path).sort().reverse()
  } catch {
    return []
  }
}

/** Registers a test that runs only where every need is met, and says so where it does not. */
export function testWith<T>(test: Test<T>, needs: Need[], name: string, body: Callback<T>): void {
  const missing = needs.filter((need) => !need.present()).map((need) => need.name)
  if (missing.length === 0) {
    test(name, body)
  } else if (process.env.IMMUC_REQUIRE_TOOLS === '1') {
    test(name, () => {
      throw new Error(`IMMUC_REQUIRE_TOOLS=1, but this machine lacks: ${missing.join(', ')}`)
    })
  } else {
    console.log(`SKIP ${name}: this machine lacks ${missing.join(', ')}`)
  }
}
