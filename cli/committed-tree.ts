// A config in a git repository and a commit → the files of that commit in a folder of their own, with
// the packages that are installed today. Neither the working tree nor the index is touched.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, sep } from 'node:path'
import { gitIn } from './git.ts'
import { linkPackages } from './link-packages.ts'
import { UsageFault } from './usage-error.ts'

export type CommittedTree = {
  commit: string
  /** The config as it was. */
  configPath: string
  /** The folder that stands for the repository. */
  folder: string
  /** The way from the repository to the config's folder. */
  within: string
}

export async function committedTree(configPath: string, ref: string): Promise<CommittedTree> {
  const config = join(realpathSync(dirname(configPath)), basename(configPath))
  const git = gitIn(dirname(config))
  const top = await git('rev-parse', '--show-toplevel')
  if (top === undefined)
    throw new UsageFault('this folder is in no git repository, so there is nothing to compare with')
  const repository = realpathSync(top)
  const commit = await commitOf(ref, git)
  const path = relative(repository, config).split(sep).join('/')
  if ((await git('cat-file', '-e', `${commit}:${path}`)) === undefined) {
    throw new UsageFault(`\`${path}\` is not in \`${ref}\`; commit it, or name another commit`)
  }
  const folder = await checkedOut(repository, commit)
  linkPackages(repository, folder)
  return { commit, folder, configPath: join(folder, path), within: dirname(path) }
}

async function commitOf(ref: string, git: ReturnType<typeof gitIn>): Promise<string> {
  const commit = ref.startsWith('-')
    ? undefined
    : await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`)
  if (commit !== undefined && commit !== '') return commit
  if (ref === 'HEAD')
    throw new UsageFault('this repository has no commit yet, so there is nothing to compare with')
  throw new UsageFault(
    `there is no commit \`${ref}\` in this repository; a shallow clone needs \`git fetch\` first`,
  )
}

/** It is gone when this process ends, however it ends. */
async function checkedOut(repository: string, commit: string): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'immuc-diff-')))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const git = gitIn(repository, { GIT_INDEX_FILE: join(folder, 'index') })
  const tree = join(folder, 'tree')
  const read = await git('read-tree', '--no-sparse-checkout', commit)
  const written = await git('checkout-index', '--all', '--force', `--prefix=${tree}/`)
  if (read === undefined || written === undefined) {
    throw new UsageFault(`git could not write the files of \`${commit}\` to ${folder}`)
  }
  return tree
}
