// A config's path and a commit → the config as it was committed, in a folder of its own with all that
// it may import. The repository and its index are only read.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { RehearsalFault } from './rehearsal-fault.ts'

/** A reason is why there is none, where that is no fault. */
export type Committed = { configPath: string } | { reason: string }

export function committedConfig(configPath: string, ref: string, folder: string): Committed {
  const path = realpathSync(configPath)
  const at = dirname(path)
  const top = git(at, ['rev-parse', '--show-toplevel'])
  if (top.status !== 0) return { reason: 'the config is in no git repository' }
  const repository = top.stdout.trim()
  const commit = commitOf(at, ref)
  if (commit === undefined) return { reason: 'nothing is committed yet' }
  const name = relative(repository, path).split(sep).join('/')
  const entry = git(at, ['cat-file', '-e', `${commit}:${name}`])
  if (entry.status !== 0) return { reason: `${ref} has no ${name}` }
  checkOut(repository, commit, folder)
  linkModules(repository, dirname(path), folder)
  return { configPath: join(folder, name) }
}

/** Undefined if nobody asked for it and there is none. */
function commitOf(at: string, ref: string): string | undefined {
  const found = git(at, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
  if (found.status === 0) return found.stdout.trim()
  if (ref === 'HEAD') return undefined
  throw new RehearsalFault(`git knows no commit \`${ref}\`; name another one with \`--from\``)
}

/** Through an index of its own: the user's stays as it is. */
function checkOut(repository: string, commit: string, folder: string): void {
  mkdirSync(folder, { recursive: true })
  const index = { GIT_INDEX_FILE: join(dirname(folder), 'index') }
  const words = [
    ['read-tree', commit],
    ['checkout-index', '--all', '--force', `--prefix=${folder}/`],
  ]
  for (const each of words) {
    const { status, stderr } = git(repository, each, index)
    if (status !== 0) throw new RehearsalFault(`git ${each[0]}: ${stderr.trim()}`)
  }
}

/** What is installed is not committed: every `node_modules` that the config sees, as it is now. */
function linkModules(repository: string, configFolder: string, folder: string): void {
  for (let at = configFolder; ; at = dirname(at)) {
    const isAbove = relative(repository, at).startsWith('..')
    const target = join(folder, isAbove ? '' : relative(repository, at), 'node_modules')
    const modules = join(at, 'node_modules')
    if (existsSync(modules) && !isThere(target) && existsSync(dirname(target))) {
      symlinkSync(modules, target)
    }
    if (dirname(at) === at) return
  }
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

function git(cwd: string, words: readonly string[], environment: Record<string, string> = {}) {
  const { GIT_DIR: _, GIT_WORK_TREE: __, GIT_INDEX_FILE: ___, ...inherited } = process.env
  return spawnSync('git', words, {
    cwd,
    encoding: 'utf8',
    // Large files may stay pointers: to fetch them would need the network.
    env: { ...inherited, GIT_LFS_SKIP_SMUDGE: '1', GIT_TERMINAL_PROMPT: '0', ...environment },
  })
}
