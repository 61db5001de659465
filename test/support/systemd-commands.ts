// A command -> what it printed and how it ended, in the environment that a machine's first process has;
// and the files that are there before.
import { spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { dirname, join } from 'node:path'

export type Ran = { status: number | null; stdout: string; stderr: string }

export type MachineFile = { path: string; mode?: number; content: string | Buffer }

export const environment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin',
  LANG: 'C.UTF-8',
}

// A timeout of spawn's would kill nsenter only: what it runs would go on, and hold the pipes.
export const within = (seconds: number): string[] => ['timeout', '--signal=KILL', String(seconds)]

export function execute([program = '', ...args]: string[]): Promise<Ran> {
  const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
  child.stdout.on('data', (chunk) => chunks.stdout.push(chunk))
  child.stderr.on('data', (chunk) => chunks.stderr.push(chunk))
  const text = (name: 'stdout' | 'stderr') => Buffer.concat(chunks[name]).toString('utf8')
  return new Promise((settle, refuse) => {
    child.once('error', refuse)
    child.once('close', (status) =>
      settle({ status, stdout: text('stdout'), stderr: text('stderr') }),
    )
  })
}

export function writeFiles(folder: string, files: MachineFile[]): void {
  for (const { path, mode = 0o644, content } of files) {
    fs.mkdirSync(join(folder, dirname(path)), { recursive: true })
    fs.writeFileSync(join(folder, path), content)
    fs.chmodSync(join(folder, path), mode)
  }
}
