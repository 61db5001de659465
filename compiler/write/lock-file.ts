// immuc.lock.json: which files below the output folder are ours, and what was in them when we wrote
// them. A file that is not named in it is the user's.

import { sha256 } from '../emit/digest.ts'
import type { Artifact } from '../model/artifact.ts'
import { artifactBytes } from '../model/artifact.ts'
import { json } from '../serialize/json.ts'

export const lockPath = 'immuc.lock.json'

export type Lock = {
  /** The version of immuc that wrote the artifacts. */
  immuc: string
  /** SHA-256 of the config's data and of the local file that it names. */
  input: string
  /** SHA-256 of each artifact by its path. */
  artifacts: Record<string, string>
}

export function lockArtifact(
  version: string,
  input: string,
  artifacts: readonly Artifact[],
): Artifact {
  const digests = artifacts.map((artifact) => [artifact.path, sha256(artifactBytes(artifact))])
  const content = {
    '//': 'Written by immuc. It tells immuc which files are its own: commit it with them.',
    immuc: version,
    input,
    artifacts: Object.fromEntries(digests),
  }
  return { path: lockPath, content: json(content) }
}

/** Undefined where the text is no lock file of ours, by accident or on purpose. */
export function parseLock(text: string): Lock | undefined {
  try {
    const lock = JSON.parse(text) as Partial<Lock>
    const isLock =
      typeof lock.immuc === 'string' &&
      typeof lock.input === 'string' &&
      typeof lock.artifacts === 'object' &&
      lock.artifacts !== null &&
      Object.entries(lock.artifacts).every(
        ([path, digest]) => typeof digest === 'string' && staysBelow(path),
      )
    return isLock ? (lock as Lock) : undefined
  } catch {
    return undefined
  }
}

/** A path in the lock is one that we may delete: it must not lead out of the folder. */
const staysBelow = (path: string): boolean =>
  path !== '' &&
  !path.startsWith('/') &&
  !/^[A-Za-z]:|\\/.test(path) &&
  path !== lockPath &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
