// A config in a git repository and a commit → the files of that commit in a folder of their own, with
// the packages that are installed today; or what is lacking, which the commands word for themselves.
// Neither the working tree nor the index is touched.
import { mkdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { type Git, gitIn } from './git.ts'
import { linkPackages } from './link-packages.ts'

export type Wanted = {
  configPath: string
  ref: string
  /** Where the tree goes: empty, or not there yet. Who asks removes it. */
  folder: string
}

export type CommittedTree = {
  commit: string
  /** The config as it was. */
  configPath: string
  /** The folder that stands for the repository. */
  folder: string
  /** The way from the repository to the config's folder. */
  within: string
}

export type Lacking =
  | { lacking: 'repository' | 'first commit' | 'commit' }
  | { lacking: 'config'; path: string }
  | { lacking: 'files'; commit: string }

export async function committedTree({
  configPath,
  ref,
  folder,
}: Wanted): Promise<CommittedTree | Lacking> {
  const config = join(realpathSync(dirname(configPath)), basename(configPath))
  const git = gitIn(dirname(config))
  const top = await git('rev-parse', '--show-toplevel')
  if (top === undefined) return { lacking: 'repository' }
  const repository = realpathSync(top)
  const commit = await commitOf(ref, git)
  if (commit === undefined) return { lacking: ref === 'HEAD' ? 'first commit' : 'commit' }
  const path = relative(repository, config).split(sep).join('/')
  if ((await git('cat-file', '-e', `${commit}:${path}`)) === undefined) {
    return { lacking: 'config', path }
  }
  const tree = await checkedOut(repository, commit, folder)
  if (tree === undefined) return { lacking: 'files', commit }
  linkPackages(repository, tree)
  return { commit, folder: tree, configPath: join(tree, path), within: dirname(path) }
}

async function commitOf(ref: string, git: Git): Promise<string | undefined> {
  if (ref.startsWith('-')) return undefined
  return (await git('rev-parse', '--verify', '--quiet', `${ref}^{commit}`)) || undefined
}

/** Through an index of its own: the user's stays as it is. */
async function checkedOut(
  repository: string,
  commit: string,
  given: string,
): Promise<string | undefined> {
  mkdirSync(given, { recursive: true })
  const folder = realpathSync(given)
  const git = gitIn(repository, { environment: { GIT_INDEX_FILE: join(folder, 'index') } })
  const tree = join(folder, 'tree')
  const read = await git('read-tree', '--no-sparse-checkout', commit)
  const written = await git('checkout-index', '--all', '--force', `--prefix=${tree}/`)
  return read === undefined || written === undefined ? undefined : tree
}
