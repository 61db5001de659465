// The folder inside the output folder in which a build prepares its files: renames must not leave
// the file system. A run that was killed leaves it behind, and the next one that writes clears it.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

export const stagingName = '.immuc-staging'

export const hasStaging = (folder: string): boolean => existsSync(join(folder, stagingName))

/** Returns an empty folder that no other run knows the name of. */
export function makeStaging(folder: string): string {
  const staging = join(folder, stagingName)
  if (existsSync(staging)) rmSync(staging, { recursive: true, force: true })
  mkdirSync(staging)
  // Whatever a killed run leaves, it is not for git.
  writeFileSync(join(staging, '.gitignore'), '*\n')
  return mkdtempSync(join(staging, 'run-'))
}

/** Never fails: what can't be removed now is removed by the next run. */
export function discardStaging(folder: string): void {
  try {
    const staging = join(folder, stagingName)
    if (existsSync(staging)) removeFolder(staging)
  } catch {
    // The artifacts are as they should be.
  }
}

/** Node's own way tries to remove each folder before it looks into it. */
function removeFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) removeFolder(path)
    else unlinkSync(path)
  }
  rmdirSync(folder)
}
