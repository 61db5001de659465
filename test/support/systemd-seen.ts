// The folder of a process in /proc -> the process as the kernel shows it.
import * as fs from 'node:fs'
import { basename, join } from 'node:path'
import { until } from './until.ts'

/** A process as the kernel shows it; `environment` and `argv` are those of its execve(2). */
export type Seen = {
  pid: number
  uid: number
  argv: string[]
  environment: Record<string, string>
  /** The fields of /proc/PID/status, such as CapBnd, NoNewPrivs and Seccomp. */
  status: Record<string, string>
}

const ownPrograms = ['systemd', 'systemd-executor']

/** Undefined when the process is gone before all of it is read. */
export async function seenAt(folder: string): Promise<Seen | undefined> {
  const read = (name: string) => fs.readFileSync(join(folder, name), 'utf8')
  try {
    // Between fork and exec a service's process is still systemd, or since 255 its executor.
    const program = () => basename(fs.readlinkSync(join(folder, 'exe')))
    await until('the service is executed', () => !ownPrograms.includes(program()), 10)
    const status = statusFields(read('status'))
    return {
      pid: Number(status.Pid),
      uid: Number.parseInt(status.Uid ?? '', 10),
      argv: read('cmdline').split('\0').slice(0, -1),
      environment: assignments(read('environ'), '\0'),
      status,
    }
  } catch (fault) {
    if (['ENOENT', 'ESRCH'].includes((fault as NodeJS.ErrnoException).code ?? '')) return undefined
    throw fault
  }
}

const statusFields = (text: string): Record<string, string> =>
  Object.fromEntries(
    Array.from(text.matchAll(/^(\w+):[\t ]*(.*)$/gm), ([, name, value]) => [name, value]),
  )

export const assignments = (text: string, end: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(end)
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
