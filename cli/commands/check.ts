// `immuc check`: compiles the config and compares the artifacts on disk with it. Writes nothing.
import { existsSync } from 'node:fs'
import { type Diagnostic, error, hasErrors } from '../../compiler/model/diagnostic.ts'
import { shownFile } from '../../compiler/report/shown-file.ts'
import { json } from '../../compiler/serialize/json.ts'
import type { Changes } from '../../compiler/write/plan-changes.ts'
import { type CompiledConfig, type ConfigOptions, compileConfig } from '../compile-config.ts'
import { exitCode } from '../exit-code.ts'
import type { DiagnosticsFormat } from '../options.ts'
import { withProgress } from '../progress.ts'
import { diagnosticsAnnotations, diagnosticsData, sayDiagnostics } from '../show-diagnostics.ts'
import type { Terminal } from '../terminal.ts'
import { version } from '../version.ts'

export type CheckOptions = ConfigOptions & { format: DiagnosticsFormat }

export async function check(options: CheckOptions, terminal: Terminal): Promise<number> {
  const { compiled, stale } = await withProgress(terminal, async (step) => {
    step('reading the config')
    const compiled = await compileConfig(options)
    step('comparing the artifacts')
    return { compiled, stale: await staleArtifacts(compiled) }
  })
  const diagnostics = [...compiled.diagnostics, ...stale]
  if (options.format === 'json') {
    terminal.data(json({ diagnostics: await diagnosticsData(diagnostics, compiled.loaded) }))
  } else {
    if (options.format === 'github') {
      terminal.data(await diagnosticsAnnotations(diagnostics, compiled.loaded))
    }
    const outcome =
      stale.length > 0
        ? `\`${shownFile(compiled.folder, process.cwd())}\` is not up to date.`
        : 'The artifacts were not compared.'
    await sayDiagnostics(diagnostics, compiled.loaded, terminal, outcome)
    if (diagnostics.length === 0 && !terminal.quiet) {
      terminal.say(`${shownFile(compiled.folder, process.cwd())} is up to date`)
    }
  }
  return hasErrors(diagnostics) ? exitCode.fault : exitCode.fine
}

async function staleArtifacts({ output, folder }: CompiledConfig): Promise<Diagnostic[]> {
  if (output === undefined) return []
  const { artifacts, inputDigest } = output
  const input = { artifacts, inputDigest, version, force: false }
  const { compare } = await import('../compiler.ts')
  const { changes, diagnostics } = await compare(folder, input)
  return [...diagnostics, ...(changes ? differences(changes, folder) : [])]
}

function differences({ write, remove }: Changes, folder: string): Diagnostic[] {
  const help = 'run `immuc build` and commit the result'
  if (!existsSync(folder)) {
    const shown = shownFile(folder, process.cwd())
    return [error('stale-artifact', [], `there is no folder \`${shown}\` with artifacts`, { help })]
  }
  return [
    ...write.map(({ path }) =>
      error('stale-artifact', [], `\`${path}\` differs from what the config says`, { help }),
    ),
    ...remove.map((path) =>
      error('stale-artifact', [], `\`${path}\` is no longer part of the system`, { help }),
    ),
  ]
}
