// Why a file can't be read, in our own words.

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
