// A text → a new file, whole or not at all, and never in the place of another one. It is written
// beside its place and then linked there, which fails if somebody else was faster.
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Ends with the system's code of what went wrong, `EEXIST` if the file is there already. */
export function writeNew(path: string, text: string): string | undefined {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
  try {
    const descriptor = openSync(draft, 'wx', 0o666)
    try {
      writeFileSync(descriptor, text)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    putInPlace(draft, path)
    return undefined
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code ?? 'unknown'
  } finally {
    rmSync(draft, { force: true })
  }
}

function putInPlace(draft: string, path: string): void {
  try {
    linkSync(draft, path)
  } catch (failure) {
    const { code = '' } = failure as NodeJS.ErrnoException
    // A file system without links, such as a USB stick's.
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(code)) throw failure
    copyFileSync(draft, path, constants.COPYFILE_EXCL)
  }
}
