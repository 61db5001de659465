// A bundled config → its default export as plain data. It is read twice, the second time at another
// time of day: a config that asks the clock or chance gives two answers, and no build of it could
// be repeated. Only for the thread that runs configs.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'
import * as immuc from '../../schema/define-system.ts'
import { rememberRandom, turnClocksOn } from './at-another-time.ts'
import { describeThrown } from './describe-thrown.ts'
import { firstDifference, notDeterministic } from './not-deterministic.ts'
import { type ToData, toData } from './to-data.ts'
import type { Job, Outcome } from './worker-messages.ts'

/** `onSecond` is called between the two readings. */
export function readConfig(job: Job, onSecond: () => void): Outcome {
  const first = attempt('threw', () => {
    const oppositeRandom = rememberRandom()
    const exported = run(job)
    if (!('default' in exported)) return { kind: 'no-default' }
    const read = { kind: 'read', ...toData(exported.default) } as const
    oppositeRandom()
    return read
  })
  if (first.kind !== 'read' || first.diagnostics.length > 0) return first
  onSecond()
  turnClocksOn()
  return attempt('threw-again', () => compared(first, toData(run(job).default)))
}

function attempt(kind: 'threw' | 'threw-again', body: () => Outcome): Outcome {
  try {
    return body()
  } catch (thrown) {
    return { kind, thrown: describeThrown(thrown) }
  }
}

function compared(first: ToData, second: ToData): Outcome {
  const path = firstDifference(first.data, second.data)
  const diagnostics = path === undefined ? [] : [notDeterministic(path)]
  return { kind: 'read', data: first.data, diagnostics }
}

const opening = '(function (exports, require, module, __filename, __dirname) {'

function run({ code, configPath }: Job): Record<string, unknown> {
  // Within a function, the line that names an interpreter is no longer one.
  const script = new Script(`${opening}${code.replace(/^#!.*/, '')}\n})`, {
    filename: bundleName(configPath),
    columnOffset: -opening.length,
  })
  const module = { exports: {} }
  const nodeRequire = createRequire(configPath)
  const require = (name: string) => (name === 'immuc' ? immuc : nodeRequire(name))
  script.runInThisContext()(
    module.exports,
    Object.assign(require, nodeRequire),
    module,
    configPath,
    dirname(configPath),
  )
  return Object(module.exports)
}

/** The name that the bundle has in stack traces. */
export const bundleName = (configPath: string): string => `${configPath}.cjs`
