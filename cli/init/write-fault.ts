// The system's code of a failed write → words for it.

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'was written by somebody else just now',
  EACCES: "can't be written: this user may not write in this folder",
  EPERM: "can't be written: this user may not write in this folder",
  EROFS: "can't be written: the file system is read-only",
  ENOSPC: "can't be written: the disk is full",
  EDQUOT: "can't be written: this user's share of the disk is used up",
  ENOENT: "can't be written: the folder is gone",
}

export const writeFault = (code: string, file: string): string =>
  `${file} ${reasons[code] ?? `can't be written: the system says ${code}`}`
