// The text of a service unit -> what the emulation does of it, and the names of the directives that
// it leaves undone. A later assignment wins, lists grow, and an empty value empties a list.

import { type Command, parseCommand } from './command-line.ts'
import { expandSpecifiers, type Specifiers, UnknownSpecifier } from './specifiers.ts'
import { timeSpan } from './time-span.ts'
import { type Assignment, parseUnitFile } from './unit-file.ts'
import { BadQuoting, words } from './words.ts'

export type Unit = {
  name: string
  description: string
  command: Command | undefined
  workingDirectory: string | undefined
  environment: Record<string, string>
  environmentFiles: { path: string; mayBeMissing: boolean }[]
  /** Below /var/lib, made before the start. */
  stateDirectories: string[]
  conditions: { path: string; negated: boolean }[]
  restart: string
  restartSeconds: number
  startLimit: { intervalSeconds: number; burst: number }
  killMode: string
  killSignal: string
  stopSeconds: number
  isOneshot: boolean
  /** Directives without an effect here. */
  ignored: string[]
}

type Directives = { last: (key: string) => string | undefined; list: (key: string) => string[] }

/** `specifiers` give the folders of the machine. */
export function readUnit(name: string, text: string, specifiers: Specifiers): Unit {
  const assignments = parseUnitFile(text)
  const { last, list } = directives(assignments)
  const expanded = (value: string) => expandSpecifiers(value, specifiers)
  return {
    name,
    description: last('Unit.Description') ?? name,
    command: list('Service.ExecStart').flatMap((value) =>
      unlessRefused(() => parseCommand(value, specifiers)),
    )[0],
    workingDirectory: last('Service.WorkingDirectory'),
    environment: environmentOf(list('Service.Environment'), expanded),
    environmentFiles: list('Service.EnvironmentFile').flatMap((value) =>
      unlessRefused(() => ({
        path: expanded(value.replace(/^-/, '')),
        mayBeMissing: value.startsWith('-'),
      })),
    ),
    stateDirectories: list('Service.StateDirectory')
      .flatMap(words)
      .flatMap((word) => unlessRefused(() => expanded(word))),
    conditions: list('Unit.ConditionPathExists').flatMap((value) =>
      unlessRefused(() => ({
        path: expanded(value.replace(/^[|!]+/, '')),
        negated: /^\|?!/.test(value),
      })),
    ),
    restart: last('Service.Restart') ?? 'no',
    restartSeconds: timeSpan(last('Service.RestartSec') ?? '') ?? 0.1,
    startLimit: {
      intervalSeconds: timeSpan(last('Unit.StartLimitIntervalSec') ?? '') ?? 10,
      burst: Number(last('Unit.StartLimitBurst') ?? 5),
    },
    killMode: last('Service.KillMode') ?? 'control-group',
    killSignal: last('Service.KillSignal') ?? 'SIGTERM',
    stopSeconds: stopSeconds(last),
    isOneshot: last('Service.Type') === 'oneshot',
    ignored: ignoredIn(assignments),
  }
}

function directives(assignments: readonly Assignment[]): Directives {
  const values = (key: string) =>
    assignments.filter((one) => `${one.section}.${one.key}` === key).map(({ value }) => value)
  return {
    last: (key) => values(key).at(-1) || undefined,
    list: (key) => {
      const all = values(key)
      return all.slice(all.lastIndexOf('') + 1)
    },
  }
}

/** Nothing, where systemd passes over what is written. */
function unlessRefused<T>(read: () => T | undefined): T[] {
  try {
    const value = read()
    return value === undefined ? [] : [value]
  } catch (error) {
    if (error instanceof BadQuoting || error instanceof UnknownSpecifier) return []
    throw error
  }
}

const environmentOf = (
  values: readonly string[],
  expanded: (value: string) => string,
): Record<string, string> =>
  Object.fromEntries(
    values
      .flatMap(words)
      .flatMap((word) => unlessRefused(() => expanded(word)))
      .flatMap((word) => {
        const match = word.match(/^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s)
        return match ? [[match[1] ?? '', match[2] ?? '']] : []
      }),
  )

/** 0 switches the limit off, as does `infinity`. */
function stopSeconds(last: Directives['last']): number {
  const seconds =
    timeSpan(last('Service.TimeoutStopSec') ?? '') ?? timeSpan(last('Service.TimeoutSec') ?? '')
  return seconds === 0 ? Number.POSITIVE_INFINITY : (seconds ?? 90)
}

const effective = new Set([
  ...['Description', 'ConditionPathExists', 'StartLimitIntervalSec', 'StartLimitBurst'],
  ...['Type', 'ExecStart', 'WorkingDirectory', 'Environment', 'EnvironmentFile'],
  ...['StateDirectory', 'Restart', 'RestartSec', 'KillMode', 'KillSignal'],
  ...['TimeoutStopSec', 'TimeoutSec', 'WantedBy', 'RequiredBy'],
])

const ignoredIn = (assignments: readonly Assignment[]): string[] =>
  [...new Set(assignments.map(({ key }) => key))].filter((key) => !effective.has(key))
