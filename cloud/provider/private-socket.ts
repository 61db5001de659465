// A path for a unix socket in a folder that only this user can enter: a given one, or one of its own
// that goes with `remove`, and with the process at the latest.
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type PrivateSocket = { readonly path: string; readonly remove: () => void }

/** 108 bytes are all that a socket's path may have, the final zero among them. */
const longestPath = 107

const isShort = (path: string): boolean => Buffer.byteLength(path) <= longestPath

export function privateSocket(): PrivateSocket {
  const folder = mkdtempSync(join(shortTmpdir(), 'immuc-provider-'))
  const remove = () => {
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', remove)
  return { path: join(folder, 's'), remove }
}

const shortTmpdir = (): string =>
  isShort(join(tmpdir(), 'immuc-provider-XXXXXX', 's')) ? tmpdir() : '/tmp'

/** The folder is this process's alone; what a killed one left in it gives way. */
export function socketIn(folder: string): PrivateSocket {
  const path = join(folder, 'provider.sock')
  const remove = () => rmSync(path, { force: true })
  remove()
  if (isShort(path)) return { path, remove }
  // Linux knows every open folder by a short name too.
  const open = openSync(folder, 'r')
  return {
    path: `/proc/${process.pid}/fd/${open}/provider.sock`,
    remove: () => {
      remove()
      closeSync(open)
    },
  }
}
