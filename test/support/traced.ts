// Runs the built command under strace, which can kill it or make a call fail at any file-system
// call, without a hook in the product.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bin } from './immuc.ts'
import { type Need, program } from './tools.ts'

export const strace: Need = program('strace')

/** One call of a run: its name, and how many of that name have been made up to it. */
export type Call = { name: string; number: number; text: string }

export type Ended = { status: number | null; signal: string | null; stderr: string; calls: Call[] }

const traced = '/^(rename|link|unlink|mkdir|rmdir|open)'

/** Each of `injects` is as strace has it, such as `rename:signal=SIGKILL:when=3`. */
export async function runTraced(words: string[], ...injects: string[]): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-strace-'))
  const log = join(folder, 'log')
  const options = ['-o', log, '-s', '4096', '-e', `trace=${traced}`]
  const injected = injects.flatMap((inject) => ['-e', `inject=${inject}`])
  const ended = await run('strace', [...options, ...injected, process.execPath, bin, ...words])
  const calls = readCalls(readFileSync(log, 'utf8'))
  rmSync(folder, { recursive: true })
  return { ...ended, calls }
}

export const runFreely = (words: string[]): Promise<Omit<Ended, 'calls'>> =>
  run(process.execPath, [bin, ...words])

function run(command: string, args: string[]): Promise<Omit<Ended, 'calls'>> {
  const env = { ...process.env, NO_COLOR: '1' }
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const chunks: Buffer[] = []
  child.stderr.on('data', (chunk) => chunks.push(chunk))
  return new Promise((settle, refuse) => {
    child.once('error', refuse)
    child.once('close', (status, signal) =>
      settle({ status, signal, stderr: Buffer.concat(chunks).toString('utf8') }),
    )
  })
}

function readCalls(log: string): Call[] {
  const counts = new Map<string, number>()
  return [...log.matchAll(/^(\w+)\((.*)$/gm)].map(([, name = '', text = '']) => {
    const number = (counts.get(name) ?? 0) + 1
    counts.set(name, number)
    return { name, number, text }
  })
}
