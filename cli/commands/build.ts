// `immuc build`: compiles the config and writes the artifacts.
import { hasErrors } from '../../compiler/model/diagnostic.ts'
import { shownFile } from '../../compiler/report/shown-file.ts'
import { json } from '../../compiler/serialize/json.ts'
import type { Changes } from '../../compiler/write/plan-changes.ts'
import { write } from '../../compiler/write/write.ts'
import { type ConfigOptions, compileConfig } from '../compile-config.ts'
import { exitCode } from '../exit-code.ts'
import type { DiagnosticsFormat } from '../options.ts'
import { diagnosticsAnnotations, diagnosticsData, sayDiagnostics } from '../show-diagnostics.ts'
import type { Terminal } from '../terminal.ts'
import { uncut } from '../uncut.ts'
import { version } from '../version.ts'

export type BuildOptions = ConfigOptions & { force: boolean; format: DiagnosticsFormat }

export async function build(options: BuildOptions, terminal: Terminal): Promise<number> {
  const compiled = await compileConfig(options)
  const { output, folder } = compiled
  const written = output && (await uncut(() => write(folder, planInput(output))))
  const diagnostics = [...compiled.diagnostics, ...(written?.diagnostics ?? [])]
  if (options.format === 'json') {
    const changes = changesData(written?.changes)
    terminal.data(
      json({ ...changes, diagnostics: await diagnosticsData(diagnostics, compiled.loaded) }),
    )
  } else {
    if (options.format === 'github') {
      terminal.data(await diagnosticsAnnotations(diagnostics, compiled.loaded))
    }
    await sayDiagnostics(diagnostics, compiled.loaded, terminal)
    if (written?.changes) saySummary(folder, written.changes, terminal)
  }
  return hasErrors(diagnostics) ? exitCode.fault : exitCode.fine

  function planInput({ artifacts, inputDigest }: NonNullable<typeof output>) {
    return { artifacts, inputDigest, version, force: options.force }
  }
}

const changesData = (changes: Changes | undefined): object => ({
  written: changes?.write.map(({ path }) => path) ?? [],
  unchanged: changes?.unchanged ?? [],
  removed: changes?.remove ?? [],
})

function saySummary(folder: string, changes: Changes, { say, paint, quiet }: Terminal): void {
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
