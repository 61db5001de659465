// A path for a unix socket in a folder of its own that only this user can enter; the folder goes with
// `remove`, and with the process at the latest.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type PrivateSocket = { readonly path: string; readonly remove: () => void }

/** 108 bytes are all that a socket's path may have, the final zero among them. */
const longestPath = 107

export function privateSocket(): PrivateSocket {
  const folder = mkdtempSync(join(shortTmpdir(), 'immuc-provider-'))
  const remove = () => {
    process.off('exit', remove)
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', remove)
  return { path: join(folder, 's'), remove }
}

function shortTmpdir(): string {
  const path = join(tmpdir(), 'immuc-provider-XXXXXX', 's')
  return Buffer.byteLength(path) <= longestPath ? tmpdir() : '/tmp'
}
