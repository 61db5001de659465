// Runs a command on a pseudo-terminal and types into it, as a person would.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as assert from 'uvu/assert'
import { root } from './root.ts'
import { type Need, program } from './tools.ts'

export type Step = { until: string; type?: string }

export type Screen = { screen: string; status: number }

/** Python brings the pseudo-terminal. */
export const terminalNeed: Need = program('python3')

export function onTerminal(
  command: readonly string[],
  cwd: string,
  steps: readonly Step[],
  env: Readonly<Record<string, string | undefined>> = {},
  columns = 100,
): Screen {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env
  const wanted = Object.entries({ ...inherited, TERM: 'xterm-256color', ...env })
  const job = {
    command,
    cwd,
    steps,
    columns,
    env: Object.fromEntries(wanted.filter(([, value]) => value !== undefined)),
  }
  const { stdout, stderr } = spawnSync('python3', [join(root, 'test/support/drive-terminal.py')], {
    input: JSON.stringify(job),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  assert.is(stderr, '')
  const { screen, status, missed } = JSON.parse(stdout)
  assert.is(missed, null, `waited in vain for ${missed}, and saw:\n${screen}`)
  return { screen: screen.replaceAll('\r\n', '\n'), status }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const withoutColours = (text: string): string => text.replace(/\u001b\[[\d;?]*[A-Za-z]/g, '')
