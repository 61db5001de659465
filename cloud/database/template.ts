// A folder -> an initialised data folder in it, made once, of which every cluster gets a copy: that is
// several times faster than initialising each. A server per cluster and not a database per cluster in
// one server, so that users, restarts and failures of one are nothing to the others.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Account, postgresAccount, postgresPrograms } from './programs.ts'

export type Template = {
  programs: string
  account: Account
  /** To be copied. */
  data: string
  owner: Owner
}

/** Whom no client of the cloud knows. */
export type Owner = { name: string; password: string }

const ownerName = '_cloud'

export async function databaseTemplate(folder: string): Promise<Template> {
  const [programs, account] = [postgresPrograms(), postgresAccount()]
  makeFolder(folder, account)
  const data = join(folder, 'template')
  const password = passwordIn(join(folder, 'owner-password'), account)
  if (!existsSync(data)) await initialise(folder, data, { programs, account })
  return { programs, account, data, owner: { name: ownerName, password } }
}

function makeFolder(folder: string, { ids }: Account): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (ids) chownSync(folder, ids.uid, ids.gid)
}

function passwordIn(file: string, { ids }: Account): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('hex'), { mode: 0o600 })
  if (ids) chownSync(file, ids.uid, ids.gid)
  return readFileSync(file, 'utf8')
}

async function initialise(
  folder: string,
  data: string,
  { programs, account }: Pick<Template, 'programs' | 'account'>,
): Promise<void> {
  const draft = `${data}-draft`
  rmSync(draft, { recursive: true, force: true })
  const flags = [`--pgdata=${draft}`, `--username=${ownerName}`, '--auth=scram-sha-256']
  const files = [`--pwfile=${join(folder, 'owner-password')}`, '--no-sync', '--no-instructions']
  const locale = ['--no-locale', '--encoding=UTF8']
  const [program = '', ...args] = [...account.prefix, join(programs, 'initdb')]
  try {
    await promisify(execFile)(program, [...args, ...flags, ...files, ...locale], { cwd: '/' })
  } catch (error) {
    const { stderr = '' } = error as { stderr?: string }
    throw new Error(`PostgreSQL cannot initialise ${draft}: ${stderr.trim() || error}`)
  }
  renameSync(draft, data)
}
