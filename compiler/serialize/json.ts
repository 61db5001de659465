// Data → JSON text, two spaces, keys in the order given, with a final newline.

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** JSON with sorted keys and no white space: equal data, equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, nested: unknown) =>
    typeof nested === 'object' && nested !== null && !Array.isArray(nested)
      ? Object.fromEntries(Object.entries(nested).sort(([a], [b]) => (a < b ? -1 : 1)))
      : nested,
  )
}
