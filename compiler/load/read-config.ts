// A bundled config → its default export as plain data. It is read twice, the second time at another
// time of day: a config that asks the clock or chance gives two answers, and no build of it could
// be repeated. Only for the thread that runs configs.
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { Script } from 'node:vm'
import * as immuc from '../../schema/define-system.ts'
import { noteRandom, oppositeRandom, turnClocksOn } from './at-another-time.ts'
import { describeThrown } from './describe-thrown.ts'
import { firstDifference } from './not-deterministic.ts'
import { toData } from './to-data.ts'
import type { Job, Outcome } from './worker-messages.ts'

/** `onSecond` is called between the two readings. */
export function readConfig(job: Job, onSecond: () => void): Outcome {
  if (job.drawn !== undefined) return readAtAnotherTime(job, job.drawn)
  const drawn = noteRandom()
  const first = read(job)
  if (first.kind !== 'read' || first.diagnostics.length > 0) return first
  onSecond()
  const second = readAtAnotherTime(job, [...drawn])
  const isSame = second.kind === 'read' && !firstDifference(first.data, second.data)
  return isSame ? first : { kind: 'doubtful', data: first.data, drawn }
}

function readAtAnotherTime(job: Job, drawn: readonly number[]): Outcome {
  turnClocksOn()
  oppositeRandom(drawn)
  return read(job)
}

function read(job: Job): Outcome {
  try {
    const exported = run(job)
    if (!('default' in exported)) return { kind: 'no-default' }
    return { kind: 'read', ...toData(exported.default) }
  } catch (thrown) {
    return { kind: 'threw', thrown: describeThrown(thrown) }
  }
}

const opening = '(function (exports, require, module, __filename, __dirname) {'

function run({ code, configPath }: Job): Record<string, unknown> {
  // Within a function, the line that names an interpreter is no longer one.
  const script = new Script(`${opening}${code.replace(/^#!.*/, '')}\n})`, {
    filename: `${configPath}.cjs`,
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
