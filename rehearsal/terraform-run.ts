// A folder and words -> stock terraform run in it, its JSON lines as they come, and how it ended. It
// leads a process group of its own, so that a Ctrl-C reaches it only through `signal`.
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TerraformLine } from './terraform-line.ts'

export type Surroundings = { folder: string; environment: { readonly [name: string]: string } }

export type TerraformEnd = {
  /** Null if a signal ended it. */
  status: number | null
  /** What it said of what went wrong, in its own words. */
  errors: readonly string[]
  /** All it printed that was no line of JSON. */
  text: string
}

export type TerraformRun = {
  /** To it and to what it started. */
  signal: (signal: NodeJS.Signals) => void
  /** It alone, at once; what it started goes on. */
  killAlone: () => void
  ended: Promise<TerraformEnd>
}

export function runTerraform(
  { folder, environment }: Surroundings,
  words: readonly string[],
  onLine: (line: TerraformLine) => void = () => {},
): TerraformRun {
  const child = spawn('terraform', words, {
    cwd: folder,
    env: { ...plainEnvironment(folder), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const errors: string[] = []
  const text: string[] = []
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (written) => {
    const line = parsed(written)
    if (line?.diagnostic?.severity === 'error') errors.push(messageOf(line.diagnostic))
    if (line) onLine(line)
    else text.push(`${written}\n`)
  })
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => text.push(chunk))
  return {
    signal: (signal) => signalGroup(child, signal),
    killAlone: () => void child.kill('SIGKILL'),
    ended: new Promise((settle, fail) => {
      child.once('error', fail)
      child.once('close', (status) => settle({ status, errors, text: text.join('') }))
    }),
  }
}

/** Nothing of the user's own terraform: no configuration, variables, workspace or log level. */
const plainEnvironment = (folder: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  CHECKPOINT_DISABLE: '1',
  TF_CLI_ARGS: '-no-color',
  TF_IN_AUTOMATION: '1',
  TF_INPUT: '0',
})

function parsed(written: string): TerraformLine | undefined {
  if (!written.startsWith('{"@level"')) return undefined
  try {
    return JSON.parse(written)
  } catch {
    return undefined
  }
}

const messageOf = ({ summary, detail, address }: NonNullable<TerraformLine['diagnostic']>) =>
  [address && `${address}: ${summary}`, !address && summary, detail].filter(Boolean).join('\n')

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
