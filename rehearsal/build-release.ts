// A config's data and the bytes of its app -> a folder of artifacts, as `immuc build` writes them, with
// made-up values for what the config declares secret. The config must have no fault.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { targets } from '../cli/targets.ts'
import { compile } from '../compiler/compile.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { type Artifact, artifactBytes } from '../compiler/model/artifact.ts'
import { type Diagnostic, hasErrors } from '../compiler/model/diagnostic.ts'
import type { System } from '../compiler/model/system.ts'
import type { Release } from './site.ts'

export type Source = { data: Data; binary?: Uint8Array }

/** `folder` is made; what is in it is not removed. */
export async function buildRelease({ data, binary }: Source, folder: string): Promise<Release> {
  const compiled = await compile({ data, ...(binary && { binary }), diagnostics: [] }, targets)
  const { output, diagnostics } = compiled
  if (output === undefined || hasErrors(diagnostics)) throw new Error(wordsOf(diagnostics))
  for (const artifact of output.artifacts) put(folder, artifact)
  return {
    version: output.system.services[0].version,
    artifacts: folder,
    variables: secretsOf(output.system),
  }
}

function put(folder: string, artifact: Artifact): void {
  const path = join(folder, artifact.path)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, artifactBytes(artifact))
}

const wordsOf = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`)
    .join('\n')

const secretsOf = ({ services: [{ environment }] }: System): Record<string, string> =>
  Object.fromEntries(
    environment.flatMap((one) => ('variable' in one ? [[one.variable, 'made-up']] : [])),
  )
