// What `immuc init` is about to write, and the same as the config's data.

export type ArtifactSource = { url: string } | { file: string }

export type Draft = {
  name: string
  artifact: ArtifactSource
  version: string
  region: string
  domain?: { zone: string; record: string }
  gateFrom: readonly string[]
  port?: number
  healthPath?: string
  packages: readonly string[]
  /** Absent: the artifact itself. */
  command?: readonly string[]
}

export const draftData = (draft: Draft): object => ({
  app: {
    name: draft.name,
    artifact: draft.artifact,
    ...(draft.packages.length > 0 && { packages: draft.packages }),
    ...(draft.command && { command: draft.command }),
    ...(draft.port !== undefined && { port: draft.port }),
    ...(draft.healthPath !== undefined && { health: { path: draft.healthPath } }),
  },
  version: draft.version,
  scaling: { region: draft.region },
  ...(draft.domain && { domain: draft.domain }),
  ...(draft.gateFrom.length > 0 && { access: { gateFrom: draft.gateFrom } }),
})
