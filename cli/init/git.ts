// A folder → what git knows about it. Where git is absent or the folder is none of its own, nothing
// is known, which is no fault.
import { gitIn } from '../git.ts'

export type GitFacts = {
  /** As it is configured; it may hold credentials. */
  remote?: string
  /** Those that lead to the commit that is checked out, the newest first. */
  tags: readonly string[]
}

export async function readGit(folder: string): Promise<GitFacts> {
  const git = gitIn(folder, { mostMilliseconds: 10_000 })
  const within = await git('rev-parse', '--show-prefix').catch(() => undefined)
  if (within === undefined) return { tags: [] }
  const remotes = lines(await git('remote'))
  const chosen = remotes.includes('origin') ? 'origin' : remotes[0]
  const remote = chosen && (await git('remote', 'get-url', '--', chosen))
  const tags = await git(
    'for-each-ref',
    ...['--merged=HEAD', '--count=500', '--format=%(refname:strip=2)'],
    // The last key counts most.
    ...['--sort=-version:refname', '--sort=-creatordate', 'refs/tags'],
  )
  return { ...(remote && { remote }), tags: lines(tags) }
}

const lines = (text = ''): string[] => text.split('\n').filter((line) => line !== '')
