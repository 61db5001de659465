// What a build that found nothing to do remembers: what it saw, and what it found. If the next one
// sees the same, there is nothing to do again, and neither esbuild nor the compiler is needed to
// know it. A config that has read the environment is evaluated all the same.
//
// It holds the very texts, no digests or dates. Who finds one difference knows nothing, and builds.

import { readBinary } from '../load/read-binary.ts'
import type { Seen } from '../load/seen.ts'
import type { Data } from '../load/to-data.ts'
import { type Artifact, artifactBytes } from '../model/artifact.ts'
import { lookIn, statsAt } from '../write/look-at.ts'
import { stagingName } from '../write/names.ts'
import { readCacheFile, writeCacheFile } from './cache-file.ts'
import { shortName } from './short-name.ts'
import { isSame } from './witnesses.ts'

/** What is built, where to, and by what. */
export type Place = { configPath: string; folder: string; builder: string }

export type Memory = {
  seen: Seen
  /** Otherwise it only says what the next build has to look at before it reads. */
  isSure: boolean
  /** The bundled config, where its data depends on the environment. */
  code?: string
  data: Data
  /** The local file that it names. */
  binary?: Uint8Array
  /** What was written. */
  artifacts: readonly Artifact[]
}

/** The file's first line. */
type Head = Place & { seen: [string, string | null][]; isSure: boolean }

/** Its second line. The bytes of the binary follow, and those of the artifacts. */
type Body = {
  code?: string
  data: Data
  /** How many bytes. */
  binary?: number
  /** Null: the same as the binary. */
  artifacts: [path: string, bytes: number | null][]
}

export type Recalled = { seen: Seen; isSure: boolean; rest: Buffer }

const mostBytes = 1024 * 1024

export function remember(place: Place, memory: Memory): void {
  const { seen, isSure, code, data, binary, artifacts } = memory
  const head: Head = { ...place, seen: [...seen], isSure }
  const contents = artifacts.map((artifact) =>
    artifact.content === binary ? null : artifactBytes(artifact),
  )
  const body: Body = {
    data,
    artifacts: artifacts.map(({ path }, index) => [path, contents[index]?.length ?? null]),
    ...(code !== undefined && { code }),
    ...(binary && { binary: binary.length }),
  }
  const content = Buffer.concat([
    Buffer.from(`${JSON.stringify(head)}\n${JSON.stringify(body)}\n`),
    ...[binary ?? null, ...contents].flatMap((bytes) => bytes ?? []),
  ])
  if (content.length <= mostBytes) writeCacheFile(nameOf(place), content)
}

export function recall(place: Place): Recalled | undefined {
  const content = readCacheFile(nameOf(place))
  if (content === undefined) return undefined
  const [{ seen, isSure, ...head }, rest] = firstLine<Head>(content)
  if (head.configPath !== place.configPath || head.folder !== place.folder) return undefined
  if (head.builder !== place.builder) return undefined
  return { seen: new Map(seen), isSure, rest }
}

function firstLine<Line>(content: Buffer): [Line, Buffer] {
  const end = content.indexOf('\n')
  return [JSON.parse(content.toString('utf8', 0, end)), content.subarray(end + 1)]
}

const nameOf = ({ configPath, folder }: Place): string => shortName(`${configPath}\0${folder}`)

/** The paths of the artifacts if all is as it was; `seen` is what the next build would read. */
export async function unchangedSince(
  memory: Recalled,
  seen: Seen,
  { configPath, folder }: Place,
): Promise<string[] | undefined> {
  if (!memory.isSure || !isSame(memory.seen, seen)) return undefined
  const [{ code, data, ...body }, rest] = firstLine<Body>(memory.rest)
  if (code !== undefined && !(await isSameNow(code, configPath, data))) return undefined
  const { binary, diagnostics } = await readBinary(data, configPath)
  const known = body.binary === undefined ? undefined : rest.subarray(0, body.binary)
  if (diagnostics.length > 0 || !isEqual(binary, known)) return undefined
  const contents = contentsOf(body, rest)
  return hasAll(folder, contents) ? contents.map(([path]) => path) : undefined
}

/** The environment may be another one. */
async function isSameNow(code: string, configPath: string, data: Data): Promise<boolean> {
  const { readInRealm } = await import('../load/read-in-realm.ts')
  return JSON.stringify(readInRealm(code, configPath)?.data) === JSON.stringify(data)
}

const isEqual = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0

type Contents = readonly (readonly [path: string, bytes: Buffer])[]

function contentsOf(
  { binary = 0, artifacts }: Omit<Body, 'code' | 'data'>,
  rest: Buffer,
): Contents {
  let end = binary
  return artifacts.map(([path, length]) => {
    if (length === null) return [path, rest.subarray(0, binary)] as const
    end += length
    return [path, rest.subarray(end - length, end)] as const
  })
}

function hasAll(folder: string, contents: Contents): boolean {
  try {
    // What a stopped build left is cleared away by the next one.
    const isSettled = statsAt(`${folder}/${stagingName}`) === undefined
    if (!statsAt(folder)?.isDirectory() || !isSettled) return false
    const lookAt = lookIn(folder)
    return contents.every(([path, bytes]) => isEqual(lookAt(path, bytes).content, bytes))
  } catch {
    // Why it can't be looked at is for a build to say.
    return false
  }
}
