// A program and an environment -> the app as a process of its own, its log lines and its end. The
// environment is exactly what is given: nothing of the machine leaks in.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { until } from '../../../test/support/until.ts'
import { bundleApp } from '../../bundle.ts'
import { atExit } from './cleanup.ts'

export type Line = { time: string; level: string; message: string } & Record<string, unknown>
export type Exit = { code: number | null; signal: NodeJS.Signals | null }

export type TestApp = {
  pid: number
  /** All log lines so far; throws when one of them is not JSON. */
  lines: () => Line[]
  /** The first line with this message, now or later. */
  line: (message: string) => Promise<Line>
  /** Everything written, stdout and stderr apart. */
  output: { stdout: string; stderr: string }
  signal: (name: NodeJS.Signals) => void
  /** How the process ended, when it has. */
  ended: () => Promise<Exit>
}

const app = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** The one file that ships, built for this test process and executed as a program. */
export async function bundledProgram(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-app-'))
  atExit(() => rmSync(folder, { recursive: true, force: true }))
  const program = join(folder, 'app')
  await bundleApp(program)
  return [program]
}

/** The sources as a developer runs them. */
export function sourceProgram(): string[] {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return [process.execPath, '--import', tsx, join(app, 'main.ts')]
}

export function launchApp([command = '', ...args]: string[], environment: object): TestApp {
  const child = spawn(command, args, {
    env: { PATH: dirname(process.execPath), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const forget = atExit(() => child.kill('SIGKILL'))
  const output = record(child as ChildProcessByStdio<null, Socket, Socket>)
  let end: Exit | undefined
  child.once('close', (code, signal) => {
    forget()
    end = { code, signal }
  })
  const lines = () => parse(output.stdout)
  const find = (message: string) => lines().find((line) => line.message === message)
  return {
    pid: child.pid ?? 0,
    lines,
    line: async (message) => {
      await until(`the line "${message}"`, () => find(message) ?? failIfOver(end, output))
      return find(message) as Line
    },
    output,
    signal: (name) => void child.kill(name),
    ended: async () => {
      await until('the app has ended', () => end)
      return end as Exit
    },
  }
}

function record(child: ChildProcessByStdio<null, Socket, Socket>): TestApp['output'] {
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      output[name] += chunk
    })
    child[name].unref()
  }
  // An app that a failed test leaves running must not keep this process alive, which kills it.
  child.unref()
  return output
}

/** The app, listening on a port that the system chose. */
export async function startApp(
  program: string[],
  environment: object = {},
): Promise<TestApp & { port: number }> {
  const started = launchApp(program, { PORT: '0', ...environment })
  const { port } = await started.line('listening')
  return { ...started, port: Number(port) }
}

/** Ends the app without the drain; for tests about something else. */
export async function endApp(started: TestApp): Promise<void> {
  started.signal('SIGKILL')
  await started.ended()
}

function parse(stdout: string): Line[] {
  const complete = stdout.slice(0, stdout.lastIndexOf('\n') + 1)
  return complete
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}

function failIfOver(end: Exit | undefined, { stdout, stderr }: TestApp['output']): void {
  if (end !== undefined) throw new Error(`the app ended before that line:\n${stdout}${stderr}`)
}
