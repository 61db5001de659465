// Two versions → which is the newer one, by their three numbers.

export function isNewer(version: string, than: string): boolean {
  const [a, b] = [numbers(version), numbers(than)]
  const index = a.findIndex((number, at) => number !== b[at])
  return index >= 0 && (a[index] ?? 0) > (b[index] ?? 0)
}

const numbers = (version: string): number[] =>
  version.split(/[-+]/, 1).flatMap((core) => core.split('.').map((part) => Number(part) || 0))
