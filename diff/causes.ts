// The changes of a config and of its resources → which key changes which resource. Each key is changed
// alone, and what that does to the resources tells; nothing here knows what a key is for.
import type { Data } from '../compiler/load/to-data.ts'
import type { Artifact } from '../compiler/model/artifact.ts'
import { pathText } from '../compiler/model/config-path.ts'
import { type ConfigChange, withChange } from './config-changes.ts'
import { type Configuration, configurationOf } from './terraform/configuration.ts'
import { planned, type ResourceChange } from './terraform/plan.ts'

/** A config and the bytes of the file that it names → its artifacts. */
export type Emit = (config: Data, binary: Uint8Array | undefined) => readonly Artifact[]

export type Change = { change: ConfigChange; name: string; does: readonly ResourceChange[] }

export type Before = { config: Data; binary: Uint8Array | undefined; configuration: Configuration }

// A config that differs in more keys is another config, and is not taken apart.
const most = 100

export function changesAlone(
  changes: readonly ConfigChange[],
  before: Before,
  { emit, binary }: { emit: Emit; binary: Uint8Array | undefined },
): Change[] {
  return changes.map((change) => {
    const isOfFile = change.path[0] === 'app' && change.path[1] === 'artifact'
    const config = change.isContent ? before.config : withChange(before.config, change)
    const alone = changes.length > most ? [] : emit(config, isOfFile ? binary : before.binary)
    return {
      change,
      name: pathText(change.path),
      does: alone.length === 0 ? [] : planned(before.configuration, configurationOf(alone)),
    }
  })
}

/** The keys that change a resource; all of them, where only several together do. */
export function causesOf(resource: ResourceChange, changes: readonly Change[]): string[] {
  const causes = changes.filter(({ does }) => does.some((one) => isLike(one, resource)))
  return (causes.length > 0 ? causes : changes).map(({ name }) => name)
}

const isLike = (one: ResourceChange, other: ResourceChange): boolean =>
  one.type === other.type &&
  one.label === other.label &&
  (one.attributes.length === 0 ||
    other.attributes.length === 0 ||
    one.attributes.some((name) => other.attributes.includes(name)))
