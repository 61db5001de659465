// What `build` remembers from one run to the next: only that there is nothing to do. Whatever it
// writes, it has computed; and `check` remembers nothing at all.

import { dirname } from 'node:path'
import type { Loaded } from '../compiler/load/load.ts'
import type { Seen } from '../compiler/load/seen.ts'
import type { Artifact } from '../compiler/model/artifact.ts'
import { type Place, recall, remember, unchangedSince } from '../compiler/remember/memory.ts'
import { isSame, look, witnessesOf, witnessesOfOne } from '../compiler/remember/witnesses.ts'
import { builder } from './builder.ts'

export type BuildMemory = {
  /** The artifacts, if they are what a build would write. */
  unchanged?: string[]
  /** Need not be looked at again. */
  seen?: Seen | undefined
  /** To be called when a build has found nothing to do. */
  keep: (loaded: Loaded, artifacts: readonly Artifact[]) => void
}

export async function buildMemory(configPath: string, folder: string): Promise<BuildMemory> {
  if (builder === undefined) return { keep: () => {} }
  const place = { configPath, folder, builder }
  const memory = recall(place)
  // Seen before esbuild reads: what it reads may change at any time.
  const before = look(new Set([...witnessesOfOne(configPath), ...(memory?.seen.keys() ?? [])]))
  const unchanged = memory && before && (await unchangedSince(memory, before, place))
  if (unchanged) return { unchanged, keep: () => {} }
  return {
    seen: before,
    keep: (loaded, artifacts) => before && keep(place, before, loaded, artifacts),
  }
}

function keep(place: Place, before: Seen, loaded: Loaded, artifacts: readonly Artifact[]): void {
  const { made, data, binary } = loaded
  const witnesses = made && witnessesOf(made.inputs, dirname(place.configPath))
  const seen = witnesses && look(witnesses)
  if (made === undefined || seen === undefined || data === undefined) return
  remember(place, {
    seen,
    isSure: isSame(seen, before),
    ...(made.readsEnvironment && { code: made.code }),
    data,
    artifacts,
    ...(binary && { binary }),
  })
}
