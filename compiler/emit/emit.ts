// System → every artifact, in path order.
// The baked ones come first, because the image's name is a digest over them.
import type { Artifact } from '../model/artifact.ts'
import type { System } from '../model/system.ts'
import type { Targets } from '../model/target.ts'
import { imageName } from './image-name.ts'

export function emit(system: System, targets: Targets): Artifact[] {
  const baked = targets.baked.flatMap((target) => target(system))
  const images = Object.fromEntries(
    system.services.map((service) => [service.name, imageName(system, service, baked)]),
  )
  const deployed = targets.deployed.flatMap((target) => target(system, images))
  return [...baked, ...deployed].sort((a, b) => (a.path < b.path ? -1 : 1))
}
