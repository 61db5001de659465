// `immuc build`: compiles the config and writes the artifacts.
import type { Loaded } from '../../compiler/load/load.ts'
import { type Diagnostic, hasErrors } from '../../compiler/model/diagnostic.ts'
import { shownFile } from '../../compiler/report/shown-file.ts'
import { json } from '../../compiler/serialize/json.ts'
import { lockPath } from '../../compiler/write/lock-file.ts'
import type { Changes } from '../../compiler/write/plan-changes.ts'
import { buildMemory } from '../build-memory.ts'
import { type ConfigOptions, compileAt, findPlace } from '../compile-config.ts'
import { exitCode } from '../exit-code.ts'
import type { DiagnosticsFormat } from '../options.ts'
import { diagnosticsAnnotations, diagnosticsData, sayDiagnostics } from '../show-diagnostics.ts'
import type { Terminal } from '../terminal.ts'
import { uncut } from '../uncut.ts'
import { version } from '../version.ts'

export type BuildOptions = ConfigOptions & { force: boolean; format: DiagnosticsFormat }

export async function build(options: BuildOptions, terminal: Terminal): Promise<number> {
  const { loaded, folder, changes, diagnostics } = await run(options)
  if (options.format === 'json') {
    const found = await diagnosticsData(diagnostics, loaded)
    terminal.data(json({ ...changesData(changes), diagnostics: found }))
  } else {
    if (options.format === 'github') {
      terminal.data(await diagnosticsAnnotations(diagnostics, loaded))
    }
    await sayDiagnostics(diagnostics, loaded, terminal)
    if (changes) saySummary(folder, changes, terminal)
  }
  return hasErrors(diagnostics) ? exitCode.fault : exitCode.fine
}

type Built = {
  folder: string
  loaded?: Loaded
  /** Absent if nothing could be written. */
  changes?: Pick<Changes, 'write' | 'unchanged' | 'remove'>
  diagnostics: readonly Diagnostic[]
}

async function run({ force, ...options }: BuildOptions): Promise<Built> {
  const place = findPlace(options)
  if ('diagnostics' in place) return { ...place, folder: '' }
  const { folder } = place
  const memory = buildMemory(place.configPath, folder)
  if (memory.unchanged) {
    const changes = { write: [], unchanged: memory.unchanged, remove: [] }
    return { folder, changes, diagnostics: [] }
  }
  const { output, loaded, ...compiled } = await compileAt(place)
  if (output === undefined) return { ...compiled, ...(loaded && { loaded }) }
  const { write } = await import('../../compiler/write/write.ts')
  const written = await uncut(() => write(folder, { ...output, version, force }))
  const diagnostics = [...compiled.diagnostics, ...written.diagnostics]
  const { changes } = written
  if (loaded && changes && diagnostics.length === 0 && isNothing(changes)) {
    memory.keep(loaded, [...output.artifacts, { path: lockPath, content: changes.lock.final }])
  }
  return { folder, diagnostics, ...(loaded && { loaded }), ...(changes && { changes }) }
}

const isNothing = ({ write, remove }: Changes): boolean => write.length + remove.length === 0

const changesData = (changes: Built['changes']): object => ({
  written: changes?.write.map(({ path }) => path) ?? [],
  unchanged: changes?.unchanged ?? [],
  removed: changes?.remove ?? [],
})

function saySummary(
  folder: string,
  changes: NonNullable<Built['changes']>,
  { say, paint, quiet }: Terminal,
): void {
  if (quiet) return
  const shown = shownFile(folder, process.cwd())
  for (const { path } of changes.write) say(`${paint.good('  wrote  ')} ${shown}/${path}`)
  for (const path of changes.remove) say(`${paint.warning('  removed')} ${shown}/${path}`)
  const count = `${changes.write.length} written, ${changes.unchanged.length} unchanged, ${changes.remove.length} removed`
  say(`${paint.strong(shown)}: ${count}`)
  if (changes.write.length === 0) return
  say(`
Next, from ${shown}:
  packer init packer/plugins.pkr.json      once
  packer build packer/image.pkr.json       once per version
  terraform -chdir=terraform init          once
  terraform -chdir=terraform apply`)
}
