// Runs stock terraform, offline: no registry, no user configuration, no variable of the test's own
// environment.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Run } from './immuc.ts'
import { program } from './tools.ts'

export const terraform = program('terraform')

export type TerraformOptions = { env?: Record<string, string>; input?: string }

export function runTerraform(
  folder: string,
  words: readonly string[],
  { env = {}, input = '' }: TerraformOptions = {},
): Run {
  const { status, stdout, stderr } = spawnSync('terraform', words, {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: '/dev/null',
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      ...env,
    },
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return { status, stdout, stderr }
}

/** Runs it and expects it to succeed; what it printed is the failure's message. */
export function terraformDoes(
  folder: string,
  words: readonly string[],
  options: TerraformOptions = {},
): string {
  const { status, stdout, stderr } = runTerraform(folder, [...words, ...noColour(words)], options)
  if (status !== 0) throw new Error(`terraform ${words.join(' ')}\n${stdout}${stderr}`)
  return stdout
}

const noColour = ([command]: readonly string[]): string[] =>
  command === 'console' ? [] : ['-no-color']

/** An expression's value as `terraform console` computes it in a folder. */
export const consoleValue = (folder: string, expression: string): unknown =>
  JSON.parse(
    Buffer.from(
      JSON.parse(
        terraformDoes(folder, ['console'], {
          input: `nonsensitive(base64encode(jsonencode(${expression})))\n`,
        }),
      ),
      'base64',
    ).toString('utf8'),
  )

/** A folder that holds these files, and is gone when the body has ended. */
export async function inFolder<T>(
  files: ReadonlyMap<string, string | Uint8Array>,
  body: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-terraform-'))
  try {
    for (const [path, content] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    }
    return await body(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
