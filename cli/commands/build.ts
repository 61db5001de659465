// `immuc build`: compiles the config and writes the artifacts, once or whenever the config changes.
import { hasErrors } from '../../compiler/model/diagnostic.ts'
import { json } from '../../compiler/serialize/json.ts'
import { type BuildOptions, type Built, buildUnlessDone } from '../build-once.ts'
import { exitCode } from '../exit-code.ts'
import type { DiagnosticsFormat } from '../options.ts'
import { saySummary } from '../show-changes.ts'
import { diagnosticsAnnotations, diagnosticsData, sayDiagnostics } from '../show-diagnostics.ts'
import type { Terminal } from '../terminal.ts'
import { UsageFault } from '../usage-error.ts'

type Options = BuildOptions & { format: DiagnosticsFormat; watch: boolean }

export async function build(options: Options, terminal: Terminal): Promise<number> {
  if (options.watch) return watched(options, terminal)
  const built = await buildUnlessDone(options, terminal)
  const { diagnostics, loaded, changes } = built
  if (options.format === 'json') {
    const found = await diagnosticsData(diagnostics, loaded)
    terminal.data(json({ ...changesData(changes), diagnostics: found }))
  } else {
    if (options.format === 'github') {
      terminal.data(await diagnosticsAnnotations(diagnostics, loaded))
    }
    await sayDiagnostics(diagnostics, loaded, terminal)
    saySummary(built, terminal)
  }
  return hasErrors(diagnostics) ? exitCode.fault : exitCode.fine
}

async function watched(options: Options, terminal: Terminal): Promise<number> {
  if (options.format === 'json') {
    throw new UsageFault('`--watch` speaks to a person; it has no `--format json`')
  }
  const { watch } = await import('../watch/watch.ts')
  return watch(options, terminal)
}

const changesData = (changes: Built['changes']): object => ({
  written: changes?.write.map(({ path }) => path) ?? [],
  unchanged: changes?.unchanged ?? [],
  removed: changes?.remove ?? [],
})
