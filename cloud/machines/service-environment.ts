// A unit and its machine -> the environment that its process starts with: systemd's own variables,
// then Environment=, then each EnvironmentFile=, where the later one wins.
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseEnvironmentFile } from './environment-file.ts'
import { inRoot } from './in-root.ts'
import type { Unit } from './unit.ts'

/** Throws when a file is missing that must be there: the start fails with result `resources`. */
export function serviceEnvironment(unit: Unit, root: string): Record<string, string> {
  return Object.assign(
    {
      // This machine's Node.js stands in for the one that the image would have.
      PATH: `${dirname(process.execPath)}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin`,
      LANG: 'C.UTF-8',
    },
    unit.environment,
    ...unit.environmentFiles.map((file) =>
      readVariables(inRoot(root, file.path), file.mayBeMissing),
    ),
  )
}

function readVariables(path: string, mayBeMissing: boolean): Record<string, string> {
  try {
    return parseEnvironmentFile(readFileSync(path, 'utf8'))
  } catch (error) {
    if (mayBeMissing) return {}
    throw error
  }
}

/** Waits inside of a process can't follow the emulated clock; those that have a variable can. */
export function onClock(
  environment: Readonly<Record<string, string>>,
  names: readonly string[],
  scale: number,
): Record<string, string> {
  const scaled = names
    .filter((name) => /^\d+(\.\d+)?$/.test(environment[name] ?? ''))
    .map((name) => [name, String(Number((Number(environment[name]) / scale).toFixed(3)))])
  return { ...environment, ...Object.fromEntries(scaled) }
}
