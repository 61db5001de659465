// Runs git in a folder → what it printed, or undefined if it refused. It asks nobody for anything.
import { execFile } from 'node:child_process'
import { UsageFault } from './usage-error.ts'

export type Git = (...words: string[]) => Promise<string | undefined>

export type How = {
  environment?: Readonly<Record<string, string>>
  /** As long as it takes, if absent. */
  mostMilliseconds?: number
}

export const gitIn =
  (folder: string, { environment = {}, mostMilliseconds: timeout = 0 }: How = {}): Git =>
  (...words) =>
    new Promise((settle, fail) => {
      const env = { ...process.env, ...inherited, ...quiet, ...environment }
      const options = { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28, timeout } as const
      execFile('git', words, options, (failure, stdout) => {
        if (failure === null) settle(stdout.replace(/\n$/, ''))
        else if (failure.code === 'ENOENT') fail(new UsageFault('git is not installed'))
        else settle(undefined)
      })
    })

/** No password is asked for, no large file is downloaded, no index is refreshed by the way. */
const quiet = { GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1', GIT_OPTIONAL_LOCKS: '0' }

/** Git sets them for its hooks, where they would hold for every folder; the folder says it better. */
const inherited = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined }
