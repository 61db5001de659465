// A command -> its standard output, once it has ended well. A failure names the command and what it
// said, so that a fault of `mount` or `ip` explains itself.
import { execFile } from 'node:child_process'

const mostBytes = 64 * 1024 * 1024

export function run(program: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((settle, refuse) => {
    const child = execFile(program, args, { maxBuffer: mostBytes }, (error, stdout, stderr) => {
      if (error === null) settle(stdout)
      else refuse(new Error(`${[program, ...args].join(' ')}: ${stderr.trim() || error.message}`))
    })
    child.stdin?.on('error', () => {})
    child.stdin?.end(input)
  })
}
