// A bundled config → its default export.
// It runs twice, the second time at another time of day: a config that asks the clock or chance
// gives two answers, and no build of it could be repeated.
import { createRequire, SourceMap } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'
import * as immuc from '../../schema/define-system.ts'
import { type Diagnostic, error, type Span } from '../model/diagnostic.ts'
import type { Bundle } from './bundle.ts'

type ConfigModule = { exports: { default?: unknown } }

export type Evaluated = { first: unknown; second: unknown }

export function evaluateConfig(configPath: string, bundle: Bundle): Evaluated | Diagnostic[] {
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${bundle.code}\n})`,
    { filename: bundleName(configPath), columnOffset: 0 },
  )
  try {
    const first = guarded(() => run(script, configPath))
    if (!('default' in first.exports)) return [noDefaultExport(configPath)]
    const second = guarded(() => atAnotherTime(() => run(script, configPath)))
    return { first: first.exports.default, second: second.exports.default }
  } catch (thrown) {
    return [thrownFault(thrown, configPath, bundle)]
  }
}

function run(script: Script, configPath: string): ConfigModule {
  const module: ConfigModule = { exports: {} }
  const nodeRequire = createRequire(configPath)
  const require = (name: string) => (name === 'immuc' ? immuc : nodeRequire(name))
  script.runInThisContext()(module.exports, require, module, configPath, dirname(configPath))
  return module
}

class ConfigExit extends Error {}

/** What a config prints goes to stderr, for stdout is data; and it can't end the process. */
function guarded<Result>(body: () => Result): Result {
  const { exit } = process
  const { log, info, debug } = console
  process.exit = () => {
    throw new ConfigExit('process.exit')
  }
  Object.assign(console, { log: console.error, info: console.error, debug: console.error })
  try {
    return body()
  } finally {
    process.exit = exit
    Object.assign(console, { log, info, debug })
  }
}

const aYearAndAnHourMs = (366 * 24 + 1) * 3_600_000 + 61_001

function atAnotherTime<Result>(body: () => Result): Result {
  const { Date: RealDate } = globalThis
  const { error: print } = console
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, parts) =>
      Reflect.construct(target, parts.length > 0 ? parts : [RealDate.now() + aYearAndAnHourMs]),
    get: (target, key) =>
      key === 'now' ? () => RealDate.now() + aYearAndAnHourMs : Reflect.get(target, key),
  })
  // It was printed by the first run.
  for (const name of ['log', 'info', 'debug', 'error', 'warn'] as const) console[name] = () => {}
  try {
    return body()
  } finally {
    globalThis.Date = RealDate
    console.error = print
  }
}

const noDefaultExport = (configPath: string): Diagnostic =>
  error('no-default-export', [], 'the config has no default export', {
    span: { file: configPath, line: 1, column: 1, length: 1 },
    help: 'write `export default defineSystem({ … })`',
  })

function thrownFault(thrown: unknown, configPath: string, bundle: Bundle): Diagnostic {
  const span = thrown instanceof Error ? originOf(thrown, configPath, bundle) : undefined
  const place = span === undefined ? {} : { span }
  if (thrown instanceof ConfigExit) {
    return error('config-exits', [], 'the config calls `process.exit`', {
      ...place,
      help: 'throw an Error instead, so that immuc can report it',
    })
  }
  const said = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  return error('config-throws', [], `the config throws ${firstLine(said)}`, {
    ...place,
    label: 'thrown here',
  })
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? ''

/** The innermost stack frame that is the user's own, mapped back to the source. */
function originOf(thrown: Error, configPath: string, bundle: Bundle): Span | undefined {
  const frames = (thrown.stack ?? '').split('\n').flatMap((line) => {
    const at = line.lastIndexOf(`${bundleName(configPath)}:`)
    const position = at < 0 ? null : line.slice(at).match(/:(\d+):(\d+)\)?$/)
    return position ? [{ line: Number(position[1]), column: Number(position[2]) }] : []
  })
  const map = new SourceMap(JSON.parse(bundle.sourceMap))
  for (const frame of frames) {
    const entry = map.findEntry(frame.line - 1, frame.column - 1)
    const file = 'originalSource' in entry && sourcePath(entry.originalSource, configPath)
    if (file && bundle.sources.has(file)) {
      return { file, line: entry.originalLine + 1, column: entry.originalColumn + 1, length: 1 }
    }
  }
  return undefined
}

const bundleName = (configPath: string): string => `${configPath}.cjs`

/** The map names sources relative to the bundle, which stands beside the config. */
function sourcePath(source: string, configPath: string): string {
  return fileURLToPath(new URL(source, `file://${encodeURI(dirname(configPath))}/`))
}
