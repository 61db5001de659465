// Diagnostics → a report on stderr, data for `--format json`, or annotations for `--format github`.
// What makes them is loaded only where there is something to say.
import type { Loaded } from '../compiler/load/load.ts'
import { pathText } from '../compiler/model/config-path.ts'
import {
  type Diagnostic,
  hasErrors,
  type Related,
  type Span,
} from '../compiler/model/diagnostic.ts'
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

/** As workflow commands of GitHub Actions, one a line. */
export async function diagnosticsAnnotations(
  diagnostics: readonly Diagnostic[],
  loaded: Loaded | undefined,
): Promise<string> {
  if (diagnostics.length === 0) return ''
  const { place } = await import('../compiler/report/place.ts')
  const { annotation } = await import('./annotation.ts')
  const folder = process.env.GITHUB_WORKSPACE ?? process.cwd()
  const { diagnostics: placed } = place(diagnostics, contextOf(loaded), most)
  return placed.map((one) => `${annotation(one, loaded?.configPath, folder)}\n`).join('')
}

/** A reader has seen enough by then, and a config of megabytes may have a fault in every line. */
const most = 1000

const contextOf = (loaded: Loaded | undefined): PlaceContext => ({
  sources: loaded?.sources ?? new Map(),
  environment: process.env,
  ...(loaded && { configPath: loaded.configPath, data: loaded.data }),
})

const diagnosticData = (diagnostic: Diagnostic, folder: string): object => {
  const { severity, code, message, path, span, label, cause, help, related = [] } = diagnostic
  return {
    severity,
    code,
    message,
    ...(path.length > 0 && { path: pathText(path) }),
    ...(span && placeData(span, folder)),
    ...(label !== undefined && { label }),
    ...(cause !== undefined && { cause }),
    ...(help !== undefined && { help }),
    ...(related.length > 0 && { related: related.map((one) => relatedData(one, folder)) }),
    more: `immuc explain ${code}`,
  }
}

const relatedData = ({ span, label }: Related, folder: string): object => ({
  ...(span && placeData(span, folder)),
  label,
})

const placeData = (span: Span, folder: string): object => ({
  ...span,
  file: shownFile(span.file, folder),
})
