// Changes → the output folder, all of them or none.
//
// No file system that stock tools read from can swap several files at once, and swapping the folder
// would endanger the user's own files in it, Terraform's state among them. So no old file ever
// stands beside a new one:
//
// 1. Everything is prepared in the staging folder. Killed here: the old set.
// 2. The interim lock takes the lock's place, then a marker the place of each file that changes,
//    appears or goes. Killed here: old files and markers.
// 3. Each marker gives way to the new file, and the final lock comes last. Killed here: new files
//    and markers.
//
// Killed in 2 or 3, tools refuse the set because of the markers, and the next build finishes it:
// the interim lock tells it what is ours. JSON, which Terraform and Packer load first, is marked
// first and released last; what it leads to (scripts, templates, the playbook) comes in between. An
// error at any point undoes what was done. Power loss is not covered: nothing is flushed.
import { existsSync, linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { artifactBytes } from '../model/artifact.ts'
import { marker } from './marker.ts'
import { lockPath } from './names.ts'
import type { Changes } from './plan-changes.ts'
import { discardStaged, makeFolder, removeIfEmpty, stagedPath, type Undo } from './staging.ts'

/** One file's way from its old content over the marker to its new one, or to nothing. */
type Swap = { path: string; next: string | Uint8Array | undefined }

/** The same with the staged files. */
type Staged = {
  place: string
  marker: string
  next: string | undefined
  old: string | undefined
}

export function commit(folder: string, changes: Changes): void {
  if (changes.write.length > 0 || changes.remove.length > 0) swapAll(folder, changes)
  for (const path of changes.remove) removeEmptyFolders(folder, path)
}

function swapAll(folder: string, changes: Changes): void {
  const undo: Undo = []
  try {
    swap(stage(folder, changes, undo), undo)
  } catch (failure) {
    undoAll(undo, failure)
    throw failure
  } finally {
    discardStaged(folder)
  }
}

/** Even undoing failed: markers remain, and the next build has to finish. */
export class UnfinishedWrite extends Error {}

function undoAll(undo: Undo, cause: unknown): void {
  try {
    for (const step of undo.reverse()) step()
  } catch {
    throw new UnfinishedWrite('', { cause })
  }
}

/** The lock comes first. */
function swapsOf({ write, remove, lock }: Changes): Swap[] {
  const artifacts = write.filter(({ path }) => path !== lockPath)
  const swaps = [
    ...artifacts.map((artifact) => ({ path: artifact.path, next: artifactBytes(artifact) })),
    ...remove.map((path) => ({ path, next: undefined })),
  ]
  const isLoaded = ({ path }: Swap) => path.endsWith('.json')
  return [
    { path: lockPath, next: lock.final },
    ...swaps.filter(isLoaded),
    ...swaps.filter((swap) => !isLoaded(swap)),
  ]
}

function stage(folder: string, changes: Changes, undo: Undo): Staged[] {
  const theMarker = stagedPath(folder, 'marker')
  writeFileSync(theMarker, marker)
  return swapsOf(changes).map(({ path, next }, index) => {
    const staged = (name: string) => stagedPath(folder, `${index}.${name}`)
    const place = join(folder, path)
    const isThere = existsSync(place)
    if (!isThere) makeFolder(dirname(place), undo)
    if (path === lockPath) writeFileSync(staged('marker'), changes.lock.interim)
    // Where each marker is a file of its own, the disk is waited for when it gives way.
    else linkOrCopy(theMarker, staged('marker'))
    if (next !== undefined) writeFileSync(staged('next'), next)
    if (isThere) linkOrCopy(place, staged('old'))
    return {
      place,
      marker: staged('marker'),
      next: next === undefined ? next : staged('next'),
      old: isThere ? staged('old') : undefined,
    }
  })
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // A file system without hard links, or a file of somebody else's.
    writeFileSync(to, readFileSync(from))
  }
}

function swap(staged: readonly Staged[], undo: Undo): void {
  for (const { place, marker, old } of staged) {
    renameSync(marker, place)
    undo.push(() => (old === undefined ? unlinkSync(place) : renameSync(old, place)))
  }
  for (const { place, marker, next } of [...staged].reverse()) {
    if (next === undefined) unlinkSync(place)
    else renameSync(next, place)
    undo.push(() => putMarkerBack(marker, place))
  }
}

/** All new files are marked again before the first old one returns. */
function putMarkerBack(staged: string, place: string): void {
  writeFileSync(staged, marker)
  renameSync(staged, place)
}

/** From the innermost outwards. A folder that holds something is the user's concern, and stays. */
function removeEmptyFolders(folder: string, path: string): void {
  const above = dirname(path)
  if (above !== '.' && removeIfEmpty(join(folder, above))) removeEmptyFolders(folder, above)
}
