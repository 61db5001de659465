// immuc.lock.json: which files below the output folder are ours, and what was in them when we wrote
// them. A file that is not named in it is the user's. While a build swaps the files, the lock also
// names what was there before: whatever stops the build, each file can still be told from an edit.
import { json } from '../serialize/json.ts'
import { lockPath } from './names.ts'

export type Lock = {
  /** The version of immuc that wrote the artifacts. */
  immuc: string
  /** A build began to swap the files and never came to its end. */
  isUnfinished: boolean
  /** The SHA-256 of each content that immuc may have left at a path. */
  owned: ReadonlyMap<string, readonly string[]>
}

export type LockContent = {
  immuc: string
  /** SHA-256 of the config's data and of the local file that it names. */
  input: string
  /** SHA-256 of each artifact by its path. */
  artifacts: Readonly<Record<string, string>>
}

export const finalLock = (content: LockContent): string =>
  lockText(
    'Written by immuc. It tells immuc which files are its own: commit it with them.',
    content,
  )

/** `before`: SHA-256 of the files that are about to be replaced or removed, by path. */
export const interimLock = (content: LockContent, before: Record<string, string>): string =>
  lockText('immuc was stopped while it wrote these files. Run: immuc build', content, before)

const lockText = (note: string, content: LockContent, before?: Record<string, string>): string =>
  json({ '//': note, ...content, before })

/** Undefined where the text is no lock file of ours, by accident or on purpose. */
export function parseLock(text: string): Lock | undefined {
  const { immuc, input, artifacts, before } = parseObject(text)
  if (typeof immuc !== 'string' || typeof input !== 'string') return undefined
  if (!isDigests(artifacts) || !(before === undefined || isDigests(before))) return undefined
  const digests = [...Object.entries(artifacts), ...Object.entries(before ?? {})]
  return { immuc, isUnfinished: before !== undefined, owned: byPath(digests) }
}

/** What can be read off a lock that a merge left with both sides in it. */
export function salvageLock(text: string): Lock {
  const lines = [...text.matchAll(/^ *"(.+)": "([0-9a-f]{64})",?\r?$/gm)]
  const digests = lines.map(([, path = '', digest = '']) => [path, digest] as const)
  const isOurs = ([path]: readonly [string, string]) => path !== 'input' && staysBelow(path)
  return { immuc: '', isUnfinished: false, owned: byPath(digests.filter(isOurs)) }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return (JSON.parse(text) as Record<string, unknown> | null) ?? {}
  } catch {
    return {}
  }
}

const isDigests = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).every(([path, digest]) => typeof digest === 'string' && staysBelow(path))

function byPath(digests: readonly (readonly [string, string])[]): Map<string, string[]> {
  const owned = new Map<string, string[]>()
  for (const [path, digest] of digests) owned.set(path, [...(owned.get(path) ?? []), digest])
  return owned
}

/** A path in the lock is one that we may delete: it must not lead out of the folder. */
const staysBelow = (path: string): boolean =>
  !/^[A-Za-z]:|\\/.test(path) &&
  !path.includes('\0') &&
  path !== lockPath &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
