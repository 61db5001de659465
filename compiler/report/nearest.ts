// A name that is not known → the known one that was probably meant.
import leven from 'leven'

/** The closest candidate, or undefined if none is close enough to be a slip of the finger. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3))
  const ranked = candidates
    .filter((candidate) => Math.abs(candidate.length - name.length) <= limit)
    .map((candidate) => ({ candidate, distance: distance(name, candidate) }))
    .filter((entry) => entry.distance <= limit)
    .sort((a, b) => a.distance - b.distance)
  return ranked[0]?.candidate
}

/** Edits between two names, where two neighbouring letters swapped count as one. */
export function distance(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()]
  const edits = leven(left, right)
  return edits === 2 && isSwap(left, right) ? 1 : edits
}

function isSwap(a: string, b: string): boolean {
  const at = [...a].findIndex((letter, index) => letter !== b[index])
  return (
    a.length === b.length &&
    a[at] === b[at + 1] &&
    a[at + 1] === b[at] &&
    a.slice(at + 2) === b.slice(at + 2)
  )
}
