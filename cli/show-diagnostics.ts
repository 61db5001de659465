// Diagnostics → a report on stderr, or data for `--format json`. What makes them is loaded only
// where there is something to say.
import type { Loaded } from '../compiler/load/load.ts'
import { pathText } from '../compiler/model/config-path.ts'
import { type Diagnostic, hasErrors } from '../compiler/model/diagnostic.ts'
import type { PlaceContext } from '../compiler/report/place.ts'
import { shownFile } from '../compiler/report/shown-file.ts'
import type { Terminal } from './terminal.ts'

/** `outcome` says what errors kept from being done. */
export async function sayDiagnostics(
  diagnostics: readonly Diagnostic[],
  loaded: Loaded | undefined,
  { paint, say }: Terminal,
  outcome = 'Nothing was written.',
  folder = process.cwd(),
): Promise<void> {
  if (diagnostics.length === 0) return
  const { report, tally } = await import('../compiler/report/report.ts')
  say(report(diagnostics, { ...contextOf(loaded), folder, paint }))
  const isHalfWritten = diagnostics.some(({ code }) => code === 'write-unfinished')
  const isSaid = hasErrors(diagnostics) && !isHalfWritten
  say(`${tally(diagnostics)}.${isSaid ? ` ${outcome}` : ''}`)
}

export async function diagnosticsData(
  diagnostics: readonly Diagnostic[],
  loaded: Loaded | undefined,
  folder = process.cwd(),
): Promise<object[]> {
  if (diagnostics.length === 0) return []
  const { place } = await import('../compiler/report/place.ts')
  return place(diagnostics, contextOf(loaded), most).diagnostics.map((one) =>
    diagnosticData(one, folder),
  )
}

/** A reader has seen enough by then, and a config of megabytes may have a fault in every line. */
const most = 1000

const contextOf = (loaded: Loaded | undefined): PlaceContext => ({
  sources: loaded?.sources ?? new Map(),
  environment: process.env,
  ...(loaded && { configPath: loaded.configPath, data: loaded.data }),
})

const diagnosticData = (
  { path, span, label, help, ...rest }: Diagnostic,
  folder: string,
): object => ({
  severity: rest.severity,
  code: rest.code,
  message: rest.message,
  ...(path.length > 0 && { path: pathText(path) }),
  ...(span && { ...span, file: shownFile(span.file, folder) }),
  ...(label !== undefined && { label }),
  ...(help !== undefined && { help }),
})
