// Runs the built command as a user does: a process of its own, with nothing of the test's terminal.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './root.ts'

export type Run = { status: number | null; stdout: string; stderr: string }

export type RunOptions = { cwd?: string; env?: Record<string, string> }

export const bin = join(root, 'dist/immuc.cjs')

export function runImmuc(words: readonly string[], { cwd = root, env = {} }: RunOptions = {}): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return { status, stdout, stderr }
}
