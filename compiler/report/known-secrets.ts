// What a config holds, the environment it was read in and its sources → the secrets among them, so
// that a report hides them wherever else they stand.
import { isSecret, secretForms } from '../check/secret-signs.ts'
import type { Sources } from '../load/sources.ts'
import { valueAt } from '../model/config-path.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { literalsIn } from './literals.ts'
import { parseModule } from './parse-module.ts'
import type { SecretSet } from './secret-set.ts'
import { namedTexts } from './unparsed-secrets.ts'

type Where = {
  data: unknown
  environment: Readonly<Record<string, string | undefined>>
  sources: Sources
}

// A shorter text stands in too many others.
const shortest = 4

export function knownSecrets(
  { data, environment, sources }: Where,
  diagnostics: readonly Diagnostic[],
): SecretSet {
  const hidden = diagnostics.filter(({ hidesValue }) => hidesValue)
  const texts = [
    ...secretsIn(data, []),
    ...hidden.map(({ path }) => valueAt(data, path)).filter((value) => typeof value === 'string'),
    // The shell's; a short one would stand in too many texts by chance.
    ...secretsIn(environment, []).filter(({ length }) => length >= 8),
    ...[...sources].flatMap(([file, { text }]) => writtenSecrets(file, text, sources)),
  ]
  return new Set(texts.filter(({ length }) => length >= shortest))
}

/** `names` are the keys around the value. */
function secretsIn(value: unknown, names: readonly string[]): string[] {
  if (typeof value === 'number') return secretsIn(String(value), names)
  if (typeof value === 'string') {
    return names.some((name) => isSecret(name, value)) ? [value] : formsIn(value)
  }
  if (typeof value !== 'object' || value === null || 'plain' in value) return []
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, names))
  return Object.entries(value).flatMap(([key, nested]) => secretsIn(nested, [...names, key]))
}

const formsIn = (text: string): string[] =>
  secretForms(text).map(({ start, end }) => text.slice(start, end))

function writtenSecrets(file: string, text: string, sources: Sources): string[] {
  const module = parseModule(file, sources)
  if (module === undefined) return namedTexts(text)
  return literalsIn(file, sources).flatMap(({ text, names, isKey }) =>
    !isKey && names.some((name) => isSecret(name, text)) ? [text] : [],
  )
}
