// The output folder → what forbids to write anything there.
import { dirname, join } from 'node:path'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { statsAt } from './look-at.ts'
import { stagingName } from './names.ts'
import { pathFaults } from './path-faults.ts'

export function folderFaults(folder: string): Diagnostic[] {
  const stats = statsAt(folder)
  if (stats?.isSymbolicLink()) {
    return [
      error('symlink-in-the-way', [], 'the output folder is a symbolic link', {
        help: 'name the folder that it leads to with `--out`',
      }),
    ]
  }
  if (stats?.isDirectory()) return stagingFaults(folder)
  return stats || liesBelowFile(folder) ? [noFolder(stats ? 'is' : 'lies below')] : []
}

const noFolder = (how: string): Diagnostic =>
  error('out-not-a-folder', [], `the output folder ${how} a file`, {
    help: 'choose another folder with `--out`, or move the file away',
  })

function liesBelowFile(folder: string): boolean {
  const above = dirname(folder)
  const stats = statsAt(above)
  return stats ? stats.isFile() : above !== folder && liesBelowFile(above)
}

/** All that is in it will be removed: it must be ours. */
function stagingFaults(folder: string): Diagnostic[] {
  const stats = statsAt(join(folder, stagingName))
  if (stats === undefined || stats.isDirectory()) return []
  const state = stats.isSymbolicLink() ? 'symlink' : 'not-a-folder'
  return pathFaults([{ at: stagingName, state }], true)
}
