// A part of a source file → where in it secrets stand, or may stand. Whoever shows a source line
// asks here first.
import { mayBeSecret, secretForms } from '../check/secret-signs.ts'
import type { Sources } from '../load/sources.ts'
import { type Literal, literalsIn } from './literals.ts'
import { type Module, parseModule } from './parse-module.ts'
import { isPiece, occurrences, type SecretSet } from './secret-set.ts'
import { type Range, unparsedSecrets } from './unparsed-secrets.ts'

export type Region = Range & { file: string }

export type Hidden = {
  secrets: SecretSet
  /** Where every literal is a secret, whatever it looks like. */
  regions: readonly Region[]
}

/** How far before the part a text without a syntax tree is looked at. */
const contextLength = 1_000_000

export function hiddenRanges(part: Region, sources: Sources, hidden: Hidden): Range[] {
  const module = parseModule(part.file, sources)
  const ranges = module
    ? [...hiddenLiterals(part, module, hidden), ...hiddenInComments(part, module, hidden)]
    : hiddenInText(part, sources.get(part.file)?.text ?? '', hidden)
  return merged(ranges.filter((range) => overlaps(range, part)))
}

const hiddenLiterals = (part: Region, { sources }: Module, hidden: Hidden): Range[] =>
  literalsIn(part.file, sources).filter(
    (literal) => overlaps(literal, part) && isHidden(literal, hidden),
  )

function isHidden(literal: Literal, { secrets, regions }: Hidden): boolean {
  const { text, names, isKey } = literal
  if (secretForms(text).length > 0) return true
  if (isKey || text === '') return false
  return (
    names.some((name) => mayBeSecret(name, text)) ||
    regions.some((region) => region.file === literal.file && overlaps(literal, region)) ||
    occurrences(text, secrets).length > 0 ||
    isPiece(text, secrets)
  )
}

const hiddenInComments = (part: Region, { comments }: Module, { secrets }: Hidden): Range[] =>
  comments.flatMap(({ start, end, value }) => {
    if (start === undefined || end === undefined || !overlaps({ start, end }, part)) return []
    return moved(unparsedSecrets(value, secrets), start + '//'.length)
  })

function hiddenInText(part: Region, text: string, { secrets }: Hidden): Range[] {
  const from = Math.max(0, part.start - contextLength)
  return moved(unparsedSecrets(text.slice(from, part.end + contextLength), secrets), from)
}

const moved = (ranges: readonly Range[], by: number): Range[] =>
  ranges.map(({ start, end }) => ({ start: start + by, end: end + by }))

const overlaps = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end

/** In order, and none over another. */
function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else result.push({ start, end })
  }
  return result
}
