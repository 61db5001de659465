// A file → whether a Debian machine on x86-64 could run it as it is: a program for Linux, or a
// script that needs nothing but its runtime.
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { readOptional } from '../read-optional.ts'

export type Executable = 'program' | 'script' | 'source'

/** `source` is a script that doesn't say what runs it. */
export function executableKind(path: string): Executable | undefined {
  const head = firstBytes(path)
  if (head === undefined) return undefined
  if (isLinuxProgram(head)) return 'program'
  const isScript = head.subarray(0, 2).toString('latin1') === '#!'
  if (isZip(head)) return 'source'
  if (/\.[cm]?js$/.test(path) || isScript) {
    return standsAlone(path) ? (isScript ? 'script' : 'source') : undefined
  }
  return undefined
}

function firstBytes(path: string): Buffer | undefined {
  try {
    if (!statSync(path).isFile()) return undefined
    const descriptor = openSync(path, 'r')
    const bytes = Buffer.alloc(20)
    readSync(descriptor, bytes, 0, bytes.length, 0)
    closeSync(descriptor)
    return bytes
  } catch {
    return undefined
  }
}

const x86 = 62

/** ELF, 64 bits, with the number of this kind of processor at its place. */
const isLinuxProgram = (head: Buffer): boolean =>
  head.subarray(0, 5).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2])) &&
  head.readUInt16LE(18) === x86

const isZip = (head: Buffer): boolean => head.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004'

const imports = /(?:\brequire\s*\(\s*|\bimport\s*\(?\s*|\bfrom\s*)(["'])([^"'\n]+)\1/g

/** A file that imports another one, or a package, would miss it on a machine. */
function standsAlone(path: string): boolean {
  const { text } = readOptional(path)
  if (text === undefined) return false
  if (/^#!.*\b(sh|bash|python3?)\b/.test(text)) return true
  return [...text.matchAll(imports)].every(([, , name = '']) => isBuiltin(name))
}
