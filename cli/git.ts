// Runs git in a folder → what it printed, or undefined if it refused. It asks nobody for anything.
import { execFile } from 'node:child_process'
import { UsageFault } from './usage-error.ts'

export type Git = (...words: string[]) => Promise<string | undefined>

export const gitIn =
  (folder: string, environment: Readonly<Record<string, string>> = {}): Git =>
  (...words) =>
    new Promise((settle, fail) => {
      const env = { ...process.env, ...quiet, ...environment }
      const options = { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28 } as const
      execFile('git', words, options, (failure, stdout) => {
        if (failure === null) settle(stdout.replace(/\n$/, ''))
        else if (failure.code === 'ENOENT') fail(new UsageFault('git is not installed'))
        else settle(undefined)
      })
    })

/** No password is asked for, no large file is downloaded, no index is refreshed by the way. */
const quiet = { GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1', GIT_OPTIONAL_LOCKS: '0' }
