// New artifacts and the output folder as it is → what would be written, left and removed.
// Reads only. Nothing of the user's is ever in the plan: a clash is a diagnostic.
import { sha256 } from '../emit/digest.ts'
import { type Artifact, artifactBytes } from '../model/artifact.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { finalLock, interimLock, type Lock, type LockContent } from './lock-file.ts'
import { type Found, lookIn } from './look-at.ts'
import { markerDigest } from './marker.ts'
import { lockPath } from './names.ts'
import { type PathState, pathFaults } from './path-faults.ts'
import { readLock } from './read-lock.ts'

export type Changes = {
  write: readonly Artifact[]
  unchanged: readonly string[]
  remove: readonly string[]
  /** The text of the lock while the files are swapped, and after. */
  lock: { interim: string; final: string }
}

export type Planned = {
  diagnostics: readonly Diagnostic[]
  /** Absent if there are diagnostics. */
  changes?: Changes
  /** An earlier build was stopped while it swapped the files. */
  isUnfinished: boolean
}

export type PlanInput = {
  artifacts: readonly Artifact[]
  inputDigest: string
  version: string
  /** Overwrites what was edited by hand, and files that are in the way. */
  force: boolean
}

export function planChanges(folder: string, input: PlanInput): Planned {
  const { lock, diagnostics } = readLock(folder, input)
  const isUnfinished = lock?.isUnfinished ?? false
  if (diagnostics.length > 0) return { diagnostics, isUnfinished }
  const content = lockContent(input)
  const entries = survey(folder, input.artifacts, content, lock)
  const faults = pathFaults(entries, input.force)
  if (faults.length > 0) return { diagnostics: faults, isUnfinished }
  return { diagnostics: [], changes: changesOf(entries, content), isUnfinished }
}

const lockContent = ({ artifacts, inputDigest, version }: PlanInput): LockContent => ({
  immuc: version,
  input: inputDigest,
  artifacts: Object.fromEntries(
    artifacts.map((artifact) => [artifact.path, sha256(artifactBytes(artifact))]),
  ),
})

type Entry = {
  path: string
  /** Where the obstacle is, if there is one. */
  at: string
  state: PathState
  /** Absent if nothing shall be there any more. */
  artifact?: Artifact
  /** Of the content that is there. */
  digest?: string
}

function survey(
  folder: string,
  artifacts: readonly Artifact[],
  content: LockContent,
  lock: Lock | undefined,
): Entry[] {
  const final = finalLock(content)
  const wanted = new Map([...Object.entries(content.artifacts), [lockPath, sha256(final)]])
  const orphans = [...(lock?.owned.keys() ?? [])].filter((path) => !wanted.has(path))
  const lookAt = lookIn(folder)
  return [
    ...[...artifacts, { path: lockPath, content: final }].map((artifact) => {
      const { path } = artifact
      const digest = wanted.get(path) ?? ''
      const bytes = artifactBytes(artifact)
      const owned = lock?.owned.get(path)
      const found = lookAt(path, owned && bytes)
      return { artifact, ...judge(path, found, owned, { digest, bytes }) }
    }),
    ...orphans.map((path) => judge(path, lookAt(path), lock?.owned.get(path))),
  ]
}

type Wanted = { digest: string; bytes: Uint8Array }

/** `owned` are digests. */
function judge(
  path: string,
  { content, obstacle, at }: Found,
  owned: readonly string[] | undefined,
  wanted?: Wanted,
): Entry {
  if (content === undefined) return { path, at, state: obstacle ?? 'absent' }
  const isWanted = wanted !== undefined && Buffer.compare(content, wanted.bytes) === 0
  const digest = isWanted ? wanted.digest : sha256(content)
  return { path, at, digest, state: stateOf(content) }

  function stateOf(content: Uint8Array): PathState {
    if (isWanted) return 'same'
    if (path === lockPath || digest === markerDigest || owned?.includes(digest)) return 'stale'
    const unix = sha256(withUnixLines(content))
    if (unix === wanted?.digest || owned?.includes(unix)) return 'windows-lines'
    return owned ? 'edited' : 'foreign'
  }
}

const withUnixLines = (content: Uint8Array): Uint8Array =>
  Buffer.from(Buffer.from(content).toString('latin1').replaceAll('\r\n', '\n'), 'latin1')

function changesOf(entries: readonly Entry[], content: LockContent): Changes {
  const touched = entries.filter(({ state, artifact }) =>
    artifact ? state !== 'same' : state !== 'absent',
  )
  const before = touched.flatMap(({ path, digest }) =>
    path !== lockPath && digest !== undefined ? [[path, digest] as const] : [],
  )
  return {
    write: touched.flatMap(({ artifact }) => artifact ?? []),
    unchanged: entries.filter(({ state }) => state === 'same').map(({ path }) => path),
    remove: touched.filter(({ artifact }) => artifact === undefined).map(({ path }) => path),
    lock: { interim: interimLock(content, Object.fromEntries(before)), final: finalLock(content) },
  }
}
