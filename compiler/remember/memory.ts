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
import { checksum } from './checksum.ts'
import { isSame, look, type Seen } from './witnesses.ts'

/** What is built, where to, and by what. */
export type Place = { configPath: string; folder: string; builder: string }

export type Memory = {
  seen: Seen
  /** The bundled config, and the data that it gave, as JSON. */
  code: string
  data: string
  /** The local file that it names, and what was written: undefined if that is damaged. */
  files: () => Files | undefined
}

export type Files = { binary?: Uint8Array; artifacts: readonly Artifact[] }

type Head = Place & {
  seen: [string, string | null][]
  code: string
  data: string
  hasBinary: boolean
  paths: string[]
  sizes: number[]
}

const mostBytes = 1024 * 1024

export function remember(place: Place, memory: Omit<Memory, 'files'> & Files): void {
  const { seen, code, data, binary, artifacts } = memory
  const blocks = [...(binary ? [binary] : []), ...artifacts.map(artifactBytes)]
  const head: Head = {
    ...place,
    seen: [...seen],
    code,
    data,
    hasBinary: binary !== undefined,
    paths: artifacts.map(({ path }) => path),
    sizes: blocks.map(({ length }) => length),
  }
  const body = Buffer.concat(blocks)
  if (body.length > mostBytes) return
  writeCacheFile(nameOf(place), Buffer.from(JSON.stringify(head)), body)
}

export function recall(place: Place): Memory | undefined {
  const file = readCacheFile(nameOf(place))
  if (file === undefined) return undefined
  const head: Head = JSON.parse(file.head.toString('utf8'))
  const { configPath, folder, builder, seen, code, data } = head
  if (configPath !== place.configPath || folder !== place.folder) return undefined
  if (builder !== place.builder) return undefined
  return { seen: new Map(seen), code, data, files: () => filesOf(head, file.body()) }
}

function filesOf({ hasBinary, paths, sizes }: Head, body: Buffer | undefined): Files | undefined {
  if (body === undefined) return undefined
  const blocks = split(body, sizes)
  const binary = hasBinary ? blocks.shift() : undefined
  const artifacts = paths.map((path, index) => ({ path, content: blocks[index] ?? '' }))
  return { artifacts, ...(binary && { binary }) }
}

function split(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  let from = 0
  return sizes.map((size) => {
    from += size
    return bytes.subarray(from - size, from)
  })
}

const nameOf = ({ configPath, folder }: Place): string =>
  checksum(Buffer.from(`${configPath}\0${folder}`))

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
  const files = memory.files()
  if (files === undefined || diagnostics.length > 0) return undefined
  const isAsWritten = isEqual(binary, files.binary) && hasArtifacts(folder, files.artifacts)
  return isAsWritten ? files.artifacts.map(({ path }) => path) : undefined
}

const isEqual = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0

function hasArtifacts(folder: string, artifacts: readonly Artifact[]): boolean {
  if (folderFaults(folder).length > 0 || hasStaging(folder)) return false
  return artifacts.every((artifact) =>
    isEqual(lookAt(folder, artifact.path).content, artifactBytes(artifact)),
  )
}
