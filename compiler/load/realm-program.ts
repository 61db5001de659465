// What a realm for configs has and has not: JavaScript itself, the module `immuc` and a copy of the
// environment. Whatever else a config reaches for, such as a clock, chance, a file, a module of
// Node's or a promise, it has left the realm, and what it gives does not count.
import * as immuc from '../../schema/define-system.ts'

/** Runs a config's function and returns what the config exports. */
export type Enter = (config: ConfigFunction) => unknown

type ConfigFunction = (
  exports: object,
  require: unknown,
  module: { exports: object },
  filename: string,
  dirname: string,
) => void

export type Surroundings = {
  leave: () => void
  /** What the realm's global object shows; it may be changed faster than that. */
  globals: object
  /** The names that a module of Node's would find in its global object. */
  ambient: readonly string[]
  environment: () => string
  filename: string
  dirname: string
}

const generatorPrototype: object = Object.getPrototypeOf(function* () {})

/** Part of JavaScript, but two runs of one text may see different things through them. */
const unsteady = [
  ...['Date', 'Intl', 'Promise', 'WeakRef', 'FinalizationRegistry', 'SharedArrayBuffer', 'Atomics'],
  ...['WebAssembly', 'console', 'eval', 'Function'],
]

export function prepare(surroundings: Surroundings): Enter {
  const { leave, globals, ambient, filename, dirname } = surroundings
  const trip = (): never => {
    leave()
    throw new Error('outside of the realm')
  }
  const close = (holder: object, name: string) =>
    Object.defineProperty(holder, name, { get: trip, set: trip, configurable: false })

  const own = new Set(Object.getOwnPropertyNames(globalThis))
  close(Math, 'random')
  close(Function.prototype, 'constructor')
  close(generatorPrototype, 'constructor')
  for (const name of [...ambient, ...unsteady]) {
    const isKept = name === 'process' || (own.has(name) && !unsteady.includes(name))
    if (!isKept) close(globals, name)
  }
  // A stack tells where the realm lies.
  Object.defineProperty(Error, 'prepareStackTrace', { value: trip })
  Object.defineProperty(globals, 'process', {
    get: once(() => processOf(surroundings, trip)),
    set: trip,
  })

  return (config) => {
    // The way in is gone before the config's first word.
    Reflect.deleteProperty(globalThis, 'enter')
    const module = { exports: {} }
    const require = only((name: string) => (name === 'immuc' ? immuc : trip()), trip)
    config(module.exports, require, module, filename, dirname)
    return module.exports
  }
}

/** The environment alone, to be read and not to be written. */
function processOf({ environment }: Surroundings, trip: () => never): object {
  // Node's own is no plain object either.
  const env = Object.assign(
    Object.create(Object.create(Object.prototype)),
    JSON.parse(environment()),
  )
  const readOnly = { set: trip, defineProperty: trip, deleteProperty: trip, setPrototypeOf: trip }
  const steady = new Proxy(env, readOnly)
  return only({}, trip, (name) => (name === 'env' ? steady : trip()))
}

/** A value of which nothing can be asked but what `get` gives. */
function only<Value extends object>(
  value: Value,
  trip: () => never,
  get: (name: string | symbol) => unknown = trip,
): Value {
  return new Proxy(value, {
    get: (_, name) => get(name),
    set: trip,
    has: trip,
    ownKeys: trip,
    getOwnPropertyDescriptor: trip,
    defineProperty: trip,
    deleteProperty: trip,
    getPrototypeOf: trip,
    setPrototypeOf: trip,
  })
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}
