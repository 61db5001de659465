// A part of a draft → what the compiler would say about it. The rules are the compiler's own, so a
// config that `immuc init` writes builds.
import { compile } from '../../compiler/compile.ts'
import type { ConfigPath } from '../../compiler/model/config-path.ts'
import type { Diagnostic } from '../../compiler/model/diagnostic.ts'
import { type Draft, draftData } from './draft.ts'

const sound: Draft = {
  name: 'app',
  artifact: { file: './app' },
  version: 'v1',
  region: 'fra1',
  gateFrom: ['203.0.113.7/32'],
  packages: [],
}

const paths = {
  name: ['app', 'name'],
  artifact: ['app', 'artifact'],
  version: ['version'],
  region: ['scaling', 'region'],
  domain: ['domain'],
  gateFrom: ['access', 'gateFrom'],
  port: ['app', 'port'],
  healthPath: ['app', 'health'],
  packages: ['app', 'packages'],
  command: ['app', 'command'],
} as const satisfies Record<keyof Draft, ConfigPath>

/** Errors and warnings; that a download has no checksum yet is expected. */
export async function faultsIn(part: Partial<Draft>): Promise<Diagnostic[]> {
  const data = JSON.parse(JSON.stringify(draftData({ ...sound, ...part })))
  const binary = 'url' in (part.artifact ?? sound.artifact) ? {} : { binary: new Uint8Array(1) }
  const input = { data, ...binary, diagnostics: [] }
  const { diagnostics } = await compile(input, { baked: [], deployed: [] })
  const named = Object.keys(part).map((key) => paths[key as keyof Draft])
  return diagnostics.filter(
    ({ path, code }) =>
      code !== 'artifact-unpinned' &&
      named.some((prefix) => prefix.every((step, index) => step === path[index])),
  )
}
