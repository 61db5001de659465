// A service and all that is baked into its image → `<app>-<version>-<digest>`.
// Equal content, equal name: an unchanged image is never built twice, and a rollback finds the old.
import { type Artifact, artifactBytes } from '../model/artifact.ts'
import type { Service, System } from '../model/system.ts'
import { canonicalJson } from '../serialize/json.ts'
import { sha256 } from './digest.ts'

const digestLength = 12

export function imageName(system: System, service: Service, baked: readonly Artifact[]): string {
  const content = {
    base: service.image.base,
    // Its disk is the least that a droplet of the image needs.
    builder: service.image.buildSize,
    // A snapshot lives in the region that it was built in.
    region: system.region,
    files: Object.fromEntries(
      baked.map((artifact) => [artifact.path, sha256(artifactBytes(artifact))]),
    ),
  }
  const digest = sha256(canonicalJson(content)).slice(0, digestLength)
  return `${service.name}-${service.version}-${digest}`
}
