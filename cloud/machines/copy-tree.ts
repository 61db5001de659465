// A folder -> its copy, with modes and links as they are; on file systems that can, the data is shared
// until one side writes.
import { constants } from 'node:fs'
import { cp } from 'node:fs/promises'

export const copyTree = (from: string, to: string): Promise<void> =>
  cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    preserveTimestamps: true,
    mode: constants.COPYFILE_FICLONE,
  })
