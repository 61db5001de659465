// A folder → what git knows about it. Where git is absent or the folder is none of its own, nothing
// is known, which is no fault.
import { execFileSync } from 'node:child_process'

export type Git = {
  /** As it is configured; it may hold credentials. */
  remote?: string
  /** Those that lead to the commit that is checked out, the newest first. */
  tags: readonly string[]
  /** The way from the repository's top, `services/shop/`; empty at the top. */
  prefix: string
}

export function readGit(folder: string): Git {
  const prefix = git(folder, ['rev-parse', '--show-prefix'])
  if (prefix === undefined) return { tags: [], prefix: '' }
  const remotes = lines(git(folder, ['remote']))
  const chosen = remotes.includes('origin') ? 'origin' : remotes[0]
  const remote = chosen && git(folder, ['remote', 'get-url', '--', chosen])
  const tags = git(folder, [
    'for-each-ref',
    ...['--merged=HEAD', '--count=500', '--format=%(refname:strip=2)'],
    // The last key counts most.
    ...['--sort=-version:refname', '--sort=-creatordate', 'refs/tags'],
  ])
  return { ...(remote && { remote: remote.trim() }), tags: lines(tags), prefix: prefix.trim() }
}

const lines = (text = ''): string[] => text.split('\n').filter((line) => line !== '')

function git(folder: string, words: readonly string[]): string | undefined {
  try {
    return execFileSync('git', words, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
      maxBuffer: 16 * 1024 * 1024,
    })
  } catch {
    return undefined
  }
}
