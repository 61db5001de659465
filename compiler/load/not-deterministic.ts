// Two readings of one config → the first value that differs between them.
import { type ConfigPath, pathText, valueAt } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import type { Data } from './to-data.ts'

/** Undefined if nothing differs; the path of the object around it where a key is missing. */
export function firstDifference(a: Data, b: Data, path: ConfigPath = []): ConfigPath | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return a === b ? undefined : path
  }
  if (Array.isArray(a) !== Array.isArray(b)) return path
  const others = new Map(Object.entries(b))
  const entries = Object.entries(a)
  if (entries.length !== others.size) return path
  for (const [key, value] of entries) {
    const other = others.get(key)
    if (other === undefined) return path
    const step = Array.isArray(a) ? Number(key) : key
    const difference = firstDifference(value, other, [...path, step])
    if (difference !== undefined) return difference
  }
  return undefined
}

const subject = (path: ConfigPath): string =>
  path.length === 0 ? 'the config' : `\`${pathText(path)}\``

export function notDeterministic(path: ConfigPath, first: Data, second: Data): Diagnostic {
  const [one, other] = [valueAt(first, path), valueAt(second, path)]
  const { message, label, cause } =
    [changesWithClock, changesByChance]
      .map((look) => look(String(one), String(other)))
      .find((found) => found !== undefined) ?? unknownCause
  return error('not-deterministic', path, `${subject(path)} ${message}`, {
    label,
    help: `take out ${cause}: equal configs must give equal artifacts`,
  })
}

type Cause = { message: string; label: string; cause: string }

const unknownCause: Cause = {
  message: 'has another value each time it is read',
  label: 'differs between two readings',
  cause: 'the clock or the random number',
}

const clock: Cause = {
  message: 'has another value at another time',
  label: 'changes with the clock',
  cause: 'the clock',
}

const chance: Cause = {
  message: 'has another value each time it is read',
  label: 'is drawn by chance',
  cause: 'the random value',
}

/** The second reading was a year and a day after the first. */
const daysLater = (milliseconds: number): boolean => {
  const days = milliseconds / 86_400_000
  return days > 365 && days < 368
}

/** What differs between two texts are years, days or instants, as far apart as the readings. */
function changesWithClock(one: string, other: string): Cause | undefined {
  const times = /\d{4}-\d\d-\d\d|\d{13}|\d{10}|\b\d{8}\b|(?<!\d)20\d\d(?!\d)/g
  const [before, after] = [one.match(times) ?? [], other.match(times) ?? []]
  const isLater = (text: string, index: number) => isAfter(text, after[index] ?? '')
  return before.length > 0 && before.length === after.length && before.some(isLater)
    ? clock
    : undefined
}

function isAfter(one: string, other: string): boolean {
  if (one.length === 4) return Number(other) - Number(one) === 1
  const instant = (text: string) => {
    if (text.length >= 10 && !text.includes('-')) {
      return Number(text) * (text.length === 10 ? 1000 : 1)
    }
    return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'))
  }
  return daysLater(instant(other) - instant(one))
}

const drawn = /^0\.\d{12,}$|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/i

const changesByChance = (one: string, other: string): Cause | undefined =>
  drawn.test(one) && drawn.test(other) ? chance : undefined
