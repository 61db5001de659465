// Changes → the output folder, all of them or none.
// Everything is staged beside its place first; then a journal says that the new set is complete,
// and from there on it is only renames. A run that dies before the journal leaves the old set; one
// that dies after it is finished by the next run. An error undoes what was renamed.
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { artifactBytes } from '../model/artifact.ts'
import { json } from '../serialize/json.ts'
import type { Changes } from './plan-changes.ts'

type Journal = { write: readonly string[]; remove: readonly string[] }

const stagingName = '.immuc-staging'

export function commit(folder: string, changes: Changes): void {
  if (changes.write.length === 0 && changes.remove.length === 0) return
  const staging = join(folder, stagingName)
  const journal = { write: changes.write.map(({ path }) => path), remove: changes.remove }
  const madeFolders = stage(folder, staging, changes)
  try {
    writeJournal(staging, journal)
    apply(folder, staging, journal)
  } catch (failure) {
    undo(folder, staging, journal)
    removeIfEmpty(madeFolders)
    throw failure
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
  removeIfEmpty(journal.remove.map((path) => dirname(join(folder, path))))
}

/** Finishes what a run that was killed had begun; call it only while no other run writes. */
export function recover(folder: string): void {
  const staging = join(folder, stagingName)
  if (!existsSync(staging)) return
  const journal = readJournal(staging)
  if (journal) apply(folder, staging, journal)
  rmSync(staging, { recursive: true, force: true })
}

/** Returns the folders that it made; if it fails, nothing of it is left. */
function stage(folder: string, staging: string, changes: Changes): string[] {
  const made: string[] = []
  try {
    made.push(...makeFolder(folder))
    mkdirSync(staging)
    for (const artifact of changes.write) {
      made.push(...makeFolder(dirname(join(folder, artifact.path))))
      writeInto(join(staging, 'new', artifact.path), artifactBytes(artifact))
    }
    for (const path of [...changes.write.map((artifact) => artifact.path), ...changes.remove]) {
      keepOld(join(folder, path), join(staging, 'old', path))
    }
    return made
  } catch (failure) {
    rmSync(staging, { recursive: true, force: true })
    removeIfEmpty(made)
    throw failure
  }
}

/** Innermost last. */
function makeFolder(path: string): string[] {
  const missing: string[] = []
  for (let at = path; !existsSync(at); at = dirname(at)) missing.unshift(at)
  mkdirSync(path, { recursive: true })
  return missing
}

function writeInto(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, bytes)
}

function keepOld(path: string, copy: string): void {
  if (!existsSync(path)) return
  mkdirSync(dirname(copy), { recursive: true })
  try {
    linkSync(path, copy)
  } catch {
    // A file system without hard links.
    writeFileSync(copy, readFileSync(path))
  }
}

function writeJournal(staging: string, journal: Journal): void {
  writeFileSync(join(staging, 'journal.tmp'), json(journal))
  renameSync(join(staging, 'journal.tmp'), join(staging, 'journal.json'))
}

function readJournal(staging: string): Journal | undefined {
  const path = join(staging, 'journal.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Journal) : undefined
}

/** May be run again after it was interrupted anywhere. */
function apply(folder: string, staging: string, journal: Journal): void {
  for (const path of journal.write) {
    const staged = join(staging, 'new', path)
    if (existsSync(staged)) renameSync(staged, join(folder, path))
  }
  for (const path of journal.remove) rmSync(join(folder, path), { force: true })
}

function undo(folder: string, staging: string, journal: Journal): void {
  for (const path of [...journal.write, ...journal.remove]) {
    const old = join(staging, 'old', path)
    const wasApplied = !existsSync(join(staging, 'new', path))
    if (existsSync(old)) renameSync(old, join(folder, path))
    else if (wasApplied) rmSync(join(folder, path), { force: true })
  }
}

/** A folder that holds something is the user's concern, and stays. */
function removeIfEmpty(folders: readonly string[]): void {
  for (const path of [...folders].reverse()) {
    try {
      rmdirSync(path)
    } catch {
      // Not empty, or gone already.
    }
  }
}
