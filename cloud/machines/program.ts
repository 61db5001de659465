// A program on a machine -> what this machine executes for it. A script for Node.js gets the Node.js
// that runs the emulation; another interpreter, and a program the machine lacks, is this machine's.
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { ifInRoot } from './in-root.ts'

/** Undefined when it cannot be executed: systemd ends such a start with status 203/EXEC. */
export function executable(root: string, program: string): string[] | undefined {
  const file = ifInRoot(root, program)
  if (!isExecutable(file)) return isNode(program) ? [process.execPath] : undefined
  if (isNode(file)) return [process.execPath]
  return usesNode(shebang(file)) ? [process.execPath, file] : [file]
}

const isNode = (path: string): boolean => /^node(js)?$/.test(basename(path))

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function shebang(file: string): string[] {
  const buffer = Buffer.alloc(256)
  const handle = openSync(file, 'r')
  const length = readSync(handle, buffer)
  closeSync(handle)
  const line = buffer.toString('utf8', 0, length).split('\n', 1)[0] ?? ''
  return line.startsWith('#!')
    ? line
        .slice(2)
        .trim()
        .split(/[ \t]+/)
    : []
}

const usesNode = ([interpreter = '', argument = '']: string[]): boolean =>
  isNode(interpreter) || (basename(interpreter) === 'env' && isNode(argument))
