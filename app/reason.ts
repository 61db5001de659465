// Anything thrown -> one readable line for the log. It never adds what the error does not say.

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // A host with several addresses fails with one error per address and no message of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ')
  if (error.message !== '') return error.message
  return 'code' in error ? String(error.code) : error.name
}
