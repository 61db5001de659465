// One file of the output: where it stands below the output folder, and what is in it.

export type Artifact = {
  /** Relative to the output folder, with `/` between its parts. */
  path: string
  content: string | Uint8Array
}

export const artifactBytes = (artifact: Artifact): Uint8Array =>
  typeof artifact.content === 'string' ? Buffer.from(artifact.content, 'utf8') : artifact.content
