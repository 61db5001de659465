// System → Terraform, as JSON, one file per concern.
// Only the `digitalocean` provider and the built-in `terraform_data` are used.
import type { Artifact } from '../../compiler/model/artifact.ts'
import type { System } from '../../compiler/model/system.ts'
import type { ImageNames } from '../../compiler/model/target.ts'
import { json } from '../../compiler/serialize/json.ts'
import { database } from './database.ts'
import { dns } from './dns.ts'
import { droplets } from './droplets.ts'
import { environment } from './environment.ts'
import { image } from './image.ts'
import { ingress } from './ingress.ts'
import { network } from './network.ts'
import { outputs } from './outputs.ts'
import { provider } from './provider.ts'
import { rollout } from './rollout.ts'
import { scripts } from './scripts.ts'
import { variables } from './variables.ts'

/** A whole file, or undefined if the system has no such concern. */
export type Concern = (system: System, images: ImageNames) => object | undefined

const concerns: Record<string, Concern> = {
  provider,
  variables,
  image,
  network,
  database,
  environment,
  droplets,
  ingress,
  dns,
  rollout,
  outputs,
}

export function emitTerraform(system: System, images: ImageNames): Artifact[] {
  const files = Object.entries(concerns).flatMap(([name, concern]) => {
    const content = concern(system, images)
    return content === undefined
      ? []
      : [{ path: `terraform/${name}.tf.json`, content: json(content) }]
  })
  return [...files, ...scripts(system)]
}
