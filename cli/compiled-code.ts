// The code that reads a config and compiles it, as V8 has compiled it in an earlier build: to compile it
// again takes a fifth of a build after an edit. V8 looks at nothing but the length of the text that it
// was made from, so the text is kept beside it and compared, byte by byte, and so is what V8 depends on.
import { readFileSync } from 'node:fs'
import { Script } from 'node:vm'
import { readCacheFile, writeCacheFile } from '../compiler/remember/cache-file.ts'
import { shortName } from '../compiler/remember/short-name.ts'
import { builder } from './builder.ts'

type Run = (exports: object, require: unknown, module: object) => void

/** The files that the compiler is in, to be started, when they are asked for, by what `compile` makes of
 * them. Undefined from the sources. */
declare const startCompiled: ((compile: (paths: string[]) => Run[]) => void) | undefined

/** For what is imported from then on. Returns what keeps the code, to be called when the compiler has
 * done all that it does, for only what has run is compiled. */
export function useCompiledCode(): () => void {
  let keep = () => {}
  if (typeof startCompiled === 'undefined' || builder === undefined) return keep
  const version = `${builder} ${process.versions.v8} ${process.execArgv.join(' ')}\n`
  startCompiled((paths) => {
    const head = Buffer.from('function (exports, require, module) {')
    const tail = Buffer.from('\n},')
    const functions = paths.flatMap((path) => [head, readFileSync(path), tail])
    const known = Buffer.concat([Buffer.from(`${version}[`), ...functions, Buffer.from(']')])
    const [filename = ''] = paths.slice(-1)
    const name = `code-${shortName(filename)}`
    const cachedData = recallCode(name, known)
    const text = known.toString('utf8', version.length)
    const script = new Script(text, { filename, ...(cachedData && { cachedData }) })
    if (cachedData === undefined || script.cachedDataRejected) {
      keep = () => writeCacheFile(name, Buffer.concat([known, script.createCachedData()]))
    }
    return script.runInThisContext()
  })
  return () => keep()
}

function recallCode(name: string, known: Buffer): Buffer | undefined {
  const content = readCacheFile(name)
  const isSame = content?.subarray(0, known.length).equals(known) ?? false
  return isSame ? content?.subarray(known.length) : undefined
}
