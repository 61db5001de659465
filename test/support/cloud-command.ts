// `npm run cloud` as a process of its own, as a user has it: started, asked, ended or killed. It gets
// temporary folders of its own, so that whatever it leaves is seen.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'
import { until } from './until.ts'

export type CommandRun = { status: number | null; stdout: string; stderr: string }

export type RunningCommand = {
  child: ChildProcessWithoutNullStreams
  ended: Promise<CommandRun>
  said: () => string
}

const started = new Set<ChildProcessWithoutNullStreams>()

/** For after each test: one that failed in its middle has ended nothing, and its file would wait for ever. */
export function killLeftCommands(): void {
  for (const child of started) child.kill('SIGKILL')
}

const commandLine = (words: readonly string[]): string[] => [
  ...[process.execPath, '--import', join(root, 'node_modules/tsx/dist/esm/index.mjs')],
  ...[join(root, 'cloud/main.ts'), ...words],
]

export const startCommand = (
  folder: string,
  words: readonly string[],
  environment: Record<string, string> = {},
): RunningCommand => starts(folder, commandLine(words), environment)

/**
 * What is written into the child's stdin is typed at that terminal. `script` runs a line with $SHELL,
 * and dash, if it stays as the parent, answers Ctrl-C with a status of its own.
 */
export function startAtTerminal(folder: string, words: readonly string[]): RunningCommand {
  const quoted = commandLine(words).map((word) => `'${word}'`)
  return starts(folder, ['script', '-qec', `exec ${quoted.join(' ')}`, '/dev/null'], {
    SHELL: '/bin/sh',
  })
}

function starts(folder: string, line: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  mkdirSync(join(folder, 'tmp'), { recursive: true })
  const [program = '', ...words] = line
  const child = spawn(program, words, {
    cwd: folder,
    env: { ...process.env, TMPDIR: join(folder, 'tmp'), ...environment },
    stdio: 'pipe',
  })
  started.add(child)
  child.once('close', () => started.delete(child))
  const said = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => (said.stdout += chunk))
  child.stderr.on('data', (chunk) => (said.stderr += chunk))
  const ended = new Promise<CommandRun>((settle) =>
    child.once('close', (status) => settle({ status, ...said })),
  )
  return { child, ended, said: () => said.stdout + said.stderr }
}

export const runCommand = (...given: Parameters<typeof startCommand>): Promise<CommandRun> =>
  startCommand(...given).ended

/** Its whole text is printed when it serves. */
export async function serving({ child, said }: RunningCommand): Promise<string> {
  await untilCloud('the cloud serves', () => said().includes('dig @') || child.exitCode !== null)
  if (child.exitCode !== null) throw new Error(said())
  return said()
}

/** A whole cloud takes its time. */
export const untilCloud = (what: string, claim: () => unknown): Promise<void> =>
  until(what, claim, 120)

/** What `. env` sets. */
export function environmentIn(stateFolder: string): Record<string, string> {
  const lines = readFileSync(join(stateFolder, 'env'), 'utf8').matchAll(
    /^export (\w+)='(.*)'(:.*)?$/gm,
  )
  return Object.fromEntries(
    [...lines].map(([, name = '', value = '', rest]) => [
      name,
      rest ? `${value}:${process.env.PATH}` : value,
    ]),
  )
}

/** Processes that work in the folder, or are told of it. */
export function processesIn(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({ pid, words: read(`/proc/${pid}/cmdline`), cwd: link(`/proc/${pid}/cwd`) }))
    .filter(({ words, cwd }) => words.includes(folder) || `${cwd}/`.startsWith(`${folder}/`))
    .map(({ pid, words }) => `${pid} ${words.replaceAll('\0', ' ')}`)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

/** Addresses of the block at which anything listens, and the abstract sockets that hold it. */
export function heldOfBlock(stateFolder: string): string[] {
  const block = Number(read(join(stateFolder, 'address-block')))
  const hex = `${block.toString(16).toUpperCase().padStart(2, '0')}7F`
  const sockets = ['tcp', 'udp'].flatMap((kind) =>
    read(`/proc/net/${kind}`)
      .split('\n')
      .filter((line) =>
        new RegExp(`^ *\\d+: [0-9A-F]{4}${hex}:[0-9A-F]{4} \\S+ (0A|07) `).test(line),
      ),
  )
  const locks = read('/proc/net/unix')
    .split('\n')
    .filter((line) => line.endsWith(`@immuc-cloud-127.${block}`))
  return [...sockets, ...locks]
}

/** tsx keeps what it has compiled there. */
export const temporaryFiles = (folder: string): string[] =>
  existsSync(join(folder, 'tmp'))
    ? readdirSync(join(folder, 'tmp')).filter((name) => !/^(tsx|node-compile-cache)/.test(name))
    : []
