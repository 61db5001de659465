// An emitted set in a folder, where stock terraform runs it offline: the provider's types are
// modules, and the scripts and waits of a rollout only write down that their turn has come.
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { providerAsModules } from './provider-as-modules.ts'
import type { Artifacts } from './system.ts'
import { inFolder, runTerraform, terraformDoes } from './terraform.ts'

export type OfflineSet = {
  does: (words: string, env?: Environment) => string
  /** The exit code, and all that was printed. */
  tries: (words: string, env?: Environment) => { status: number | null; printed: string }
  /** What the rollout did up to now, in its order. */
  steps: () => string[]
  /** The values of the expressions that were asked for, after an apply. */
  probed: (env?: Environment) => Record<string, unknown>
}

type Environment = Record<string, string>

export type OfflineOptions = {
  env?: Environment
  /** Expressions by name. */
  probes?: Record<string, string>
}

export function withOfflineSet<T>(
  artifacts: Artifacts,
  { env = {}, probes = {} }: OfflineOptions,
  use: (set: OfflineSet) => T | Promise<T>,
): Promise<T> {
  const asked = JSON.stringify({ output: { probes: probe(probes) } })
  const files = providerAsModules(new Map([...artifacts, ['terraform/probes.tf.json', asked]]))
  files.set('terraform/check-tools.sh', 'echo "tools: $BALANCED" >>"$STEPS"\n')
  files.set('terraform/wait-until-healthy.sh', 'echo "healthy: $INSTANCE $URL" >>"$STEPS"\n')
  files.set('terraform/put-in-rotation.sh', 'echo "in rotation: $DROPLETS" >>"$STEPS"\n')
  files.set('bin/sleep', '#!/bin/sh\necho "wait: $1" >>"$STEPS"\n')
  return inFolder(files, (root) => {
    chmodSync(join(root, 'bin/sleep'), 0o755)
    return use(setIn(root, { ...secretsOf(artifacts), ...env }))
  })
}

const probe = (probes: Record<string, string>) => ({
  value: Object.fromEntries(Object.entries(probes).map(([name, text]) => [name, `\${${text}}`])),
  sensitive: true,
})

/** Every secret gets a value, as an operator would give it. */
const secretsOf = (artifacts: Artifacts): Record<string, string> =>
  Object.fromEntries(
    Object.keys(JSON.parse(artifacts.get('terraform/variables.tf.json') ?? '{}').variable)
      .filter((name) => name.startsWith('secret_'))
      .map((name) => [`TF_VAR_${name}`, 'given']),
  )

function setIn(root: string, given: Record<string, string>): OfflineSet {
  const folder = join(root, 'terraform')
  const log = join(root, 'steps')
  const env = { PATH: `${join(root, 'bin')}:${process.env.PATH}`, STEPS: log, ...given }
  terraformDoes(folder, ['init'], { env })
  return {
    does: (words, more) => terraformDoes(folder, words.split(' '), { env: { ...env, ...more } }),
    tries: (words, more) => {
      const options = { env: { ...env, ...more } }
      const { status, stdout, stderr } = runTerraform(
        folder,
        [...words.split(' '), '-no-color'],
        options,
      )
      return { status, printed: stdout + stderr }
    },
    steps: () => (existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : []),
    probed: (more) =>
      JSON.parse(
        terraformDoes(folder, ['output', '-json', 'probes'], { env: { ...env, ...more } }),
      ),
  }
}
