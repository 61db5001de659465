// Nothing -> PostgreSQL's server programs on this machine, and the user they run as: they refuse root.
import { readdirSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isExecutable } from '../is-executable.ts'

export type Account = {
  /** Owner of its files; undefined is oneself. */
  ids: { uid: number; gid: number } | undefined
  /** In front of every command. */
  prefix: readonly string[]
}

export function postgresPrograms(): string {
  const debian = '/usr/lib/postgresql'
  const folders = [
    ...foldersIn(debian).map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/local/pgsql/bin',
  ]
  const found = folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => isExecutable(join(folder, name))),
  )
  if (found === undefined) {
    throw new Error("PostgreSQL's server is not on this machine: install the package postgresql")
  }
  return found
}

/** The newest version first. */
function foldersIn(path: string): string[] {
  try {
    return readdirSync(path).sort((a, b) => Number(b) - Number(a))
  } catch {
    return []
  }
}

export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return { ids: undefined, prefix: [] }
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  const line = ['postgres:', 'nobody:']
    .map((name) => users.find((user) => user.startsWith(name)))
    .find((user) => user !== undefined)
  if (line === undefined) throw new Error('PostgreSQL needs a user "postgres" or "nobody" here')
  const [uid = 0, gid = 0] = line.split(':').slice(2, 4).map(Number)
  const user = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  return { ids: { uid, gid }, prefix: [...user, ...capabilities()] }
}

// By their bits in /proc; the second one is what containers have.
const walking: [number, string][] = [
  [2, 'dac_read_search'],
  [1, 'dac_override'],
]

/** The state folder may lie in a folder of root's that nobody else can walk through. */
function capabilities(): string[] {
  const own = readFileSync('/proc/self/status', 'utf8').match(/^CapEff:\s*([0-9a-f]+)/m)?.[1] ?? '0'
  const name = walking.find(([bit]) => (Number.parseInt(own.slice(-1), 16) >> bit) & 1)?.[1]
  return name === undefined ? [] : [`--inh-caps=+${name}`, `--ambient-caps=+${name}`]
}
