// PostgreSQL's programs -> an initialised data folder, of which every cluster gets a copy: to make one
// takes several times longer. It is made once and kept in the user's cache folder; one of another
// PostgreSQL, or that lacks something, is made again. A server per cluster and not a database per
// cluster in one server, so that users, restarts and failures of one are nothing to the others.
import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, makeDraft, sweepDrafts } from '../cache-folder.ts'
import type { Guard } from '../machines/guard.ts'
import { runGuarded } from '../machines/run-guarded.ts'
import { type Account, postgresAccount, postgresPrograms } from './programs.ts'

export type Template = {
  programs: string
  account: Account
  /** To be copied, with all that is in it. */
  folder: string
}

/** Of what is in the folder of a template. */
export const names = { data: 'data', password: 'owner-password', files: 'files' }

/** Whom no client of the cloud knows. */
export const ownerName = '_cloud'

type Postgres = Pick<Template, 'programs' | 'account'>

/** In `otherwise` where the user has no cache that can be written to. */
export async function databaseTemplate(otherwise: string, guard: Guard): Promise<Template> {
  const postgres = { programs: postgresPrograms(), account: postgresAccount() }
  const top = cacheIfWritable() ?? made(otherwise, postgres.account)
  const folder = join(top, keyOf(postgres))
  if (!isWhole(folder)) await make(folder, top, { ...postgres, guard })
  return { ...postgres, folder }
}

function cacheIfWritable(): string | undefined {
  try {
    const folder = cacheFolder('postgresql')
    accessSync(folder, constants.W_OK)
    return folder
  } catch {
    return undefined
  }
}

function made(folder: string, account: Account): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  giveTo(account, folder)
  return folder
}

/** Changes with the programs, with who runs them, and with what is done here. */
function keyOf({ programs, account }: Postgres): string {
  const program = realpathSync(join(programs, 'postgres'))
  const { size, mtimeMs } = statSync(program)
  const content = [program, size, mtimeMs, account.ids?.uid, ...flags]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16)
}

/** Who cleans up caches takes old files and leaves the others. */
function isWhole(folder: string): boolean {
  try {
    return readFileSync(join(folder, names.files), 'utf8') === filesIn(join(folder, names.data))
  } catch {
    return false
  }
}

/** Each with its size. */
function filesIn(folder: string): string {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return entries.map((name) => `${name} ${sizeOf(join(folder, name))}\n`).join('')
}

function sizeOf(path: string): number {
  const stats = statSync(path)
  return stats.isFile() ? stats.size : 0
}

async function make(
  folder: string,
  top: string,
  postgres: Postgres & { guard: Guard },
): Promise<void> {
  sweepDrafts(top)
  sweepOld(top)
  const draft = makeDraft(top)
  try {
    giveTo(postgres.account, draft)
    const password = join(draft, names.password)
    writeFileSync(password, randomBytes(18).toString('hex'), { mode: 0o600 })
    giveTo(postgres.account, password)
    await initialise(join(draft, names.data), password, postgres)
    writeFileSync(join(draft, names.files), filesIn(join(draft, names.data)))
    replace(folder, draft)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

const daysKept = 30

/** Those of a PostgreSQL that was replaced; one that is still in use somewhere is made again. */
function sweepOld(top: string): void {
  const oldest = Date.now() - daysKept * 86_400_000
  for (const name of readdirSync(top).filter((one) => isKey.test(one))) {
    const path = join(top, name)
    if (statSync(path).mtimeMs < oldest) rmSync(path, { recursive: true, force: true })
  }
}

/** In the folder of a cloud there are clusters beside. */
const isKey = /^[0-9a-f]{16}$/

const flags = [
  ...[`--username=${ownerName}`, '--auth=scram-sha-256', '--no-sync', '--no-instructions'],
  // The least log, in MB, for it is copied too.
  ...['--no-locale', '--encoding=UTF8', '--wal-segsize=1'],
]

async function initialise(
  data: string,
  password: string,
  { programs, account, guard }: Postgres & { guard: Guard },
): Promise<void> {
  const command = [...account.prefix, join(programs, 'initdb'), ...flags]
  try {
    await runGuarded(guard, ...command, `--pgdata=${data}`, `--pwfile=${password}`)
  } catch (error) {
    throw new Error(`PostgreSQL cannot initialise ${data}: ${(error as Error).message}`)
  }
}

/** One that another process has made meanwhile stays: it is being copied. */
function replace(folder: string, draft: string): void {
  if (isWhole(folder)) return
  rmSync(folder, { recursive: true, force: true })
  renameSync(draft, folder)
}

export function giveTo({ ids }: Account, path: string): void {
  if (ids) chownSync(path, ids.uid, ids.gid)
}
