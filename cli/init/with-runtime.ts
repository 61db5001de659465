// A draft → the same with what its artifact needs to run: the runtime's package, and the command
// that starts it, unless the artifact says so itself.
import type { ArtifactSource, Draft } from './draft.ts'
import type { Proposal } from './propose.ts'

export function withRuntime(draft: Draft, { artifact, project }: Proposal): Draft {
  const { runtime } = project
  const isFound = artifact !== undefined && isSame(artifact.value.source, draft.artifact)
  const kind = isFound ? artifact.value.kind : 'absent'
  if (runtime === undefined || kind === 'program') return draft
  const packages = [runtime.package]
  if (kind === 'script') return { ...draft, packages }
  return { ...draft, packages, command: [runtime.program, `/opt/${draft.name}/${draft.name}`] }
}

const isSame = (one: ArtifactSource, other: ArtifactSource): boolean =>
  JSON.stringify(one) === JSON.stringify(other)
