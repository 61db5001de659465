// A file → its text, or an error whose message says why in our own words.
import { readFile } from 'node:fs/promises'

export class UnreadableFile extends Error {
  path: string
  constructor(path: string, why: string) {
    super(why)
    this.path = path
  }
}

export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((failure: unknown) => {
    throw new UnreadableFile(path, readFailure(failure))
  })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UnreadableFile(path, 'it is not UTF-8 text')
  }
}

export const withoutMark = (text: string): string => text.replace(/^\ufeff/, '')

const reasons: Record<string, string> = {
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
  EISDIR: 'it is a folder',
  ELOOP: 'it is a symbolic link that leads to itself',
  ENAMETOOLONG: 'its name is too long',
  ENOTDIR: 'a part of its path is a file',
  ERR_FS_FILE_TOO_LARGE: 'it is larger than 2 GiB',
}

/** Why a file can't be read, without the system's own words: they name absolute paths. */
export function readFailure(failure: unknown): string {
  const { code = 'unknown' } = failure as NodeJS.ErrnoException
  return reasons[code] ?? `the system says ${code}`
}
