// The folder inside the output folder in which a build prepares its files: renames must not leave
// the file system. A run that was killed leaves it behind, and the next one that writes clears it.
import { existsSync, mkdirSync, readdirSync, rmdirSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stagingName } from './names.ts'

const ignoreName = '.gitignore'

/** To join them takes longer. */
const stagingIn = (folder: string): string => `${folder}/${stagingName}`

export const hasStaging = (folder: string): boolean => existsSync(stagingIn(folder))

/** What runs have in it, this one and others. */
export function stagedNames(folder: string): string[] {
  // Most often there is none, and an error takes longer.
  if (!hasStaging(folder)) return []
  try {
    return readdirSync(stagingIn(folder)).filter((name) => name !== ignoreName)
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw failure
  }
}

/** Both may be there. What was made goes again when all is undone, unless something is in it. */
export function makeStaging(folder: string, undo: Undo): void {
  makeFolder(folder, undo)
  const staging = join(folder, stagingName)
  const ignore = join(staging, ignoreName)
  undo.push(() => removeIfEmpty(staging))
  undo.push(() => removeFile(ignore))
  // Whatever a killed run leaves, it is not for git.
  if (makeIfAbsent(staging)) writeFileSync(ignore, '*\n')
}

/** What the names of a run's files in it begin with, and of no other's. */
const stagedPrefix = `run-${process.pid}-${Date.now()}-`

export const stagedPath = (folder: string, name: string): string =>
  `${stagingIn(folder)}/${stagedPrefix}${name}`

/** What can't be removed now is removed by the next run: the artifacts are as they should be. */
export function discardStaged(folder: string): void {
  for (const name of stagedNames(folder)) {
    if (name.startsWith(stagedPrefix)) removeFile(`${stagingIn(folder)}/${name}`)
  }
}

export type Undo = (() => void)[]

/** With those above it. */
export function makeFolder(path: string, undo: Undo): void {
  if (existsSync(path)) return
  makeFolder(dirname(path), undo)
  if (makeIfAbsent(path)) undo.push(() => removeIfEmpty(path))
}

/** Another run may do so at the same time. */
function makeIfAbsent(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw failure
  }
}

/** If it is there; who can't remove it leaves it to the next run. */
export const removeFile = (path: string): boolean => succeeds(() => unlinkSync(path))

export const removeIfEmpty = (path: string): boolean => succeeds(() => rmdirSync(path))

function succeeds(step: () => void): boolean {
  try {
    step()
    return true
  } catch {
    return false
  }
}
