// Diagnostics and sources → the same diagnostics with their places, in file order and without
// secrets, and what is to be hidden where source lines are shown.
import type { Sources } from '../load/sources.ts'
import type { Diagnostic, Related, Span } from '../model/diagnostic.ts'
import type { Hidden, Region } from './hide.ts'
import { knownSecrets } from './known-secrets.ts'
import { type Located, locate } from './locate.ts'
import { redact } from './redact.ts'
import { resolveExpression } from './resolve-expression.ts'
import { lineAt } from './source-text.ts'
import { spanOf } from './span-of.ts'

export type PlaceContext = {
  configPath?: string
  sources: Sources
  /** What the config evaluated to, if it did. */
  data?: unknown
  /** The environment variables that the config could read. */
  environment: Readonly<Record<string, string | undefined>>
}

export type Placed = {
  /** At most as many as are wanted. */
  diagnostics: Diagnostic[]
  /** How many there are besides. */
  rest: number
  hidden: Hidden
}

export function place(
  diagnostics: readonly Diagnostic[],
  context: PlaceContext,
  most: number,
): Placed {
  const { configPath, sources, data, environment } = context
  const placed = diagnostics.map((diagnostic) => placeOne(diagnostic, context))
  const secrets = knownSecrets({ data, environment, sources }, diagnostics)
  return {
    diagnostics: placed
      .map(({ diagnostic }) => diagnostic)
      .sort((a, b) => byPlace(a.span, b.span, configPath))
      .slice(0, most)
      .map((diagnostic) => redact(diagnostic, secrets)),
    rest: Math.max(0, placed.length - most),
    hidden: { secrets, regions: placed.flatMap(({ regions }) => regions) },
  }
}

/** What has no place comes first, then the config itself, then what it imports. */
function byPlace(a: Span | undefined, b: Span | undefined, configPath = ''): number {
  if (!a || !b) return Number(a !== undefined) - Number(b !== undefined)
  const rank = ({ file }: Span) => (file === configPath ? '' : file)
  if (rank(a) !== rank(b)) return rank(a) < rank(b) ? -1 : 1
  return a.line - b.line || a.column - b.column
}

type PlacedOne = { diagnostic: Diagnostic; regions: Region[] }

function placeOne(given: Diagnostic, context: PlaceContext): PlacedOne {
  const { configPath, sources } = context
  const diagnostic = worded(given, configPath)
  const { path, orAt, label, pointsAtKey = false, hidesValue = false } = diagnostic
  const isPointless = path.length === 0 && label === undefined
  if (diagnostic.span || configPath === undefined || isPointless) return { diagnostic, regions: [] }
  const first = locate(configPath, sources, path)
  const other = first?.exact || orAt === undefined ? undefined : locate(configPath, sources, orAt)
  const located = other?.exact ? other : first
  const span = located && spanOf(located, pointsAtKey)
  if (located === undefined || span === undefined) return { diagnostic, regions: [] }
  return {
    diagnostic: { ...diagnostic, span, ...placedRelated(diagnostic, span, context) },
    regions: hidesValue ? regionsOf(located, span, sources) : [],
  }
}

/** JSON has neither `secret()` nor keys without quotes. */
const worded = ({ helpInJson, ...rest }: Diagnostic, configPath = ''): Diagnostic =>
  helpInJson !== undefined && configPath.endsWith('.json') ? { ...rest, help: helpInJson } : rest

/** Those that are written somewhere, and somewhere else than what is at fault. */
function placedRelated(
  { related = [] }: Diagnostic,
  main: Span,
  { configPath = '', sources }: PlaceContext,
): Pick<Diagnostic, 'related'> {
  const placed = related.flatMap((one): Related[] => {
    const located = one.path && locate(configPath, sources, one.path)
    const span = located?.exact ? spanOf(located, one.pointsAtKey ?? false) : one.span
    return span === undefined || isSamePlace(span, main) ? [] : [{ span, label: one.label }]
  })
  return placed.length > 0 ? { related: placed } : {}
}

const isSamePlace = (a: Span, b: Span): boolean =>
  a.file === b.file && a.line === b.line && a.column === b.column

/** Whatever the value was made from; or, where that can't be told, the whole line that is shown. */
function regionsOf({ exact, value }: Located, span: Span, sources: Sources): Region[] {
  if (!exact || value === undefined) return [lineRegion(span, sources)]
  return [value, resolveExpression(value)].map(({ node, module }) => ({
    file: module.file,
    start: node.start ?? 0,
    end: node.end ?? 0,
  }))
}

function lineRegion({ file, line }: Span, sources: Sources): Region {
  const { offset = 0, text = '' } = lineAt(sources, file, line) ?? {}
  return { file, start: offset, end: offset + text.length }
}
