// Files of the user-data -> files below a machine's root folder, with their modes. Owners stay as
// they are: the emulation changes no users.
import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inRoot } from './in-root.ts'
import type { UserFile } from './user-data.ts'

export function writeFiles(root: string, files: readonly UserFile[]): void {
  for (const { path, content, mode, appends } of files) {
    const file = inRoot(root, path)
    mkdirSync(dirname(file), { recursive: true })
    if (appends) appendFileSync(file, content)
    else replaceFile(file, content)
    chmodSync(file, mode)
  }
}

/** A new file, so that one which came as a hard link from the image stays as it was there. */
export function replaceFile(file: string, content: string | Buffer): void {
  rmSync(file, { force: true })
  writeFileSync(file, content, { mode: 0o600 })
}
