// A folder and an environment → stock terraform run in it, offline and without the user's own
// configuration. It runs beside this process, which may itself be serving the provider.
import { type ChildProcess, spawn } from 'node:child_process'

export type Run = { status: number | null; stdout: string; stderr: string }

export type Running = { readonly child: ChildProcess; readonly ended: Promise<Run> }

export type Surroundings = { folder: string; environment: { readonly [name: string]: string } }

export function startTerraform(
  { folder, environment }: Surroundings,
  words: readonly string[],
): Running {
  const child = spawn('terraform', words, {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      TMPDIR: folder,
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: '/dev/null',
      TF_CLI_ARGS: '-no-color',
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => (output.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text))
  const ended = new Promise<Run>((settle, fail) => {
    child.on('error', fail)
    child.on('close', (status) => settle({ status, ...output }))
  })
  return { child, ended }
}

/** Runs it to its end and expects success: what it printed is the failure's message. */
export async function terraformDoes(
  surroundings: Surroundings,
  ...words: string[]
): Promise<string> {
  const { status, stdout, stderr } = await startTerraform(surroundings, words).ended
  if (status !== 0) throw new Error(`terraform ${words.join(' ')}\n${stdout}${stderr}`)
  return stdout
}
