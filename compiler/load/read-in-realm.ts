// A bundled config → its data, read in a realm of its own in which nothing can differ between two
// runs: no clock, no chance, nothing outside. So one reading does, and needs no thread. Undefined if
// the config leaves the realm, fails or takes long: nothing has happened then, and a thread reads it.
import { dirname } from 'node:path'
import { createContext, Script } from 'node:vm'
import program from './realm-program.gen.js'
import type { Enter, Surroundings } from './realm-program.ts'
import { type Data, toData } from './to-data.ts'

/** Long before a config could use up the memory of this process. */
const patienceMs = 100

/** A promise may fail when nobody looks any more. */
const isLate = (code: string): boolean => /\b(async|await)\b|\bimport\s*\(/.test(code)

/** Without the environment, one text gives the same data for ever. */
export type RealmData = { data: Data; readsEnvironment: boolean }

export function readInRealm(code: string, configPath: string): RealmData | undefined {
  if (isLate(code)) return undefined
  let hasLeft = false
  const leave = () => {
    hasLeft = true
  }
  let readsEnvironment = false
  const environment = () => {
    readsEnvironment = true
    return JSON.stringify(process.env)
  }
  try {
    const exported = Object(run(code, { ...surroundingsOf(configPath), leave, environment }))
    if (!('default' in exported)) return undefined
    const { data, diagnostics } = toData(exported.default)
    return hasLeft || diagnostics.length > 0 ? undefined : { data, readsEnvironment }
  } catch {
    return undefined
  }
}

const surroundingsOf = (configPath: string) => ({
  ambient: Object.getOwnPropertyNames(globalThis),
  filename: configPath,
  dirname: dirname(configPath),
})

function run(code: string, surroundings: Omit<Surroundings, 'globals'>): unknown {
  const realm: { enter?: Enter } = {}
  const context = createContext(realm, { codeGeneration: { strings: false, wasm: false } })
  realm.enter = new Script(program).runInContext(context)({ ...surroundings, globals: realm })
  const config = `function (exports, require, module, __filename, __dirname) {${code.replace(/^#!.*/, '')}\n}`
  const script = new Script(`enter(${config})`, { filename: `${surroundings.filename}.cjs` })
  return script.runInContext(context, { timeout: patienceMs })
}
