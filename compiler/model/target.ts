// A target turns a system into files in one tool's own words.
// What is baked into an image is emitted first: the image's name is a digest over it.
import type { Artifact } from './artifact.ts'
import type { System } from './system.ts'

/** Image names by service name. */
export type ImageNames = Readonly<Record<string, string>>

export type Targets = {
  baked: readonly ((system: System) => Artifact[])[]
  deployed: readonly ((system: System, images: ImageNames) => Artifact[])[]
}
