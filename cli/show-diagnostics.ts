// Diagnostics → a report on stderr, or data for `--format json`.
import type { Loaded } from '../compiler/load/load.ts'
import { pathText } from '../compiler/model/config-path.ts'
import { type Diagnostic, hasErrors } from '../compiler/model/diagnostic.ts'
import { type Placed, place, report, tally } from '../compiler/report/report.ts'
import { shownFile } from '../compiler/report/shown-file.ts'
import type { Terminal } from './terminal.ts'

/** Nothing was written, as far as the diagnostics tell; `outcome` is said after their number. */
export function sayDiagnostics(
  diagnostics: readonly Diagnostic[],
  loaded: Loaded | undefined,
  { paint, say }: Terminal,
): void {
  if (diagnostics.length === 0) return
  const context = contextOf(loaded)
  say(report(place(diagnostics, context), { ...context, paint }))
  const outcome = hasErrors(diagnostics) ? ' Nothing was written.' : ''
  say(`${tally(diagnostics)}.${outcome}`)
}

export const diagnosticsData = (
  diagnostics: readonly Diagnostic[],
  loaded: Loaded | undefined,
): object[] => place(diagnostics, contextOf(loaded)).map(diagnosticData)

const contextOf = (loaded: Loaded | undefined) => ({
  folder: process.cwd(),
  sources: loaded?.sources ?? new Map<string, string>(),
  ...(loaded && { configPath: loaded.configPath }),
})

const diagnosticData = ({ severity, code, message, path, span, help }: Placed): object => ({
  severity,
  code,
  message,
  ...(path.length > 0 && { path: pathText(path) }),
  ...(span && { ...span, file: shownFile(span.file, process.cwd()) }),
  ...(help !== undefined && { help }),
})
