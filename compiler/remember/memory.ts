// What a build that found nothing to do remembers: what it saw, and what it found. If the next one
// sees the same, there is nothing to do again, and neither esbuild nor the compiler is needed to
// know it. The config is evaluated all the same, since it may read the environment.
//
// It holds the very texts, no digests or dates. Who finds one difference knows nothing, and builds.

import { readBinary } from '../load/read-binary.ts'
import { readInRealm } from '../load/read-in-realm.ts'
import { type Artifact, artifactBytes } from '../model/artifact.ts'
import { folderFaults } from '../write/folder-faults.ts'
import { lookAt } from '../write/look-at.ts'
import { hasStaging } from '../write/staging.ts'
import { readCacheFile, writeCacheFile } from './cache-file.ts'
import { shortName } from './short-name.ts'
import { isSame, look, type Seen } from './witnesses.ts'

/** What is built, where to, and by what. */
export type Place = { configPath: string; folder: string; builder: string }

export type Memory = {
  seen: Seen
  /** The bundled config, and the data that it gave, as JSON. */
  code: string
  data: string
  /** The local file that it names. */
  binary?: Uint8Array
  /** What was written. */
  artifacts: readonly Artifact[]
}

/** The first line of the file; the bytes of the binary follow. */
type Head = Place & {
  seen: [string, string | null][]
  code: string
  data: string
  hasBinary: boolean
  /** Path and text; null for a copy of the binary. */
  artifacts: [string, string | null][]
}

const mostBytes = 1024 * 1024

export function remember(place: Place, { seen, code, data, binary, artifacts }: Memory): void {
  const hasBinary = binary !== undefined
  const texts = artifacts.map(({ path, content }): [string, string | null] => [
    path,
    typeof content === 'string' ? content : null,
  ])
  const head: Head = { ...place, seen: [...seen], code, data, hasBinary, artifacts: texts }
  const line = Buffer.from(`${JSON.stringify(head)}\n`)
  const content = hasBinary ? Buffer.concat([line, binary]) : line
  if (content.length <= mostBytes) writeCacheFile(nameOf(place), content)
}

export function recall(place: Place): Memory | undefined {
  const content = readCacheFile(nameOf(place))
  if (content === undefined) return undefined
  const end = content.indexOf('\n')
  const { seen, code, data, hasBinary, ...head }: Head = JSON.parse(
    content.toString('utf8', 0, end),
  )
  if (head.configPath !== place.configPath || head.folder !== place.folder) return undefined
  if (head.builder !== place.builder) return undefined
  const binary = content.subarray(end + 1)
  const artifacts = head.artifacts.map(([path, text]) => ({ path, content: text ?? binary }))
  return { seen: new Map(seen), code, data, artifacts, ...(hasBinary && { binary }) }
}

const nameOf = ({ configPath, folder }: Place): string => shortName(`${configPath}\0${folder}`)

/** The paths of the artifacts if all is as it was. */
export function unchangedSince(
  memory: Memory,
  { configPath, folder }: Place,
): string[] | undefined {
  const seen = look(memory.seen.keys())
  if (seen === undefined || !isSame(memory.seen, seen)) return undefined
  const data = readInRealm(memory.code, configPath)
  if (data === undefined || JSON.stringify(data) !== memory.data) return undefined
  const { binary, diagnostics } = readBinary(data, configPath)
  if (diagnostics.length > 0 || !isEqual(binary, memory.binary)) return undefined
  if (!hasArtifacts(folder, memory.artifacts)) return undefined
  return memory.artifacts.map(({ path }) => path)
}

const isEqual = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0

function hasArtifacts(folder: string, artifacts: readonly Artifact[]): boolean {
  if (folderFaults(folder).length > 0 || hasStaging(folder)) return false
  return artifacts.every((artifact) =>
    isEqual(lookAt(folder, artifact.path).content, artifactBytes(artifact)),
  )
}
