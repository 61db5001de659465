// The files that immuc is in → their functions, as V8 has compiled them in an earlier build: to compile
// them again takes a fifth of a build after an edit. V8 looks at nothing but the length of the text that
// the code was made from, so the text is kept beside it and compared, byte by byte, and so is what V8
// depends on.
import { readFileSync } from 'node:fs'
import { compileFunction, Script } from 'node:vm'
import { readCacheFile, writeCacheFile } from '../compiler/remember/cache-file.ts'
import { shortName } from '../compiler/remember/short-name.ts'
import { builder } from './builder.ts'

type Run = (exports: object, require: unknown, module: object) => void

export const compileFiles = (paths: readonly string[]): Run[] =>
  paths.map((filename) =>
    compileFunction(readFileSync(filename, 'utf8'), ['exports', 'require', 'module'], { filename }),
  ) as Run[]

// In brackets, for V8 parses any other function twice, the first time only to find its end.
const head = Buffer.from('(function (exports, require, module) {')
const tail = Buffer.from('\n}),')

export function compileFromCache(paths: readonly string[]): Run[] {
  if (builder === undefined) return compileFiles(paths)
  const version = `${builder} ${process.versions.v8} ${process.execArgv.join(' ')}\n`
  const functions = paths.flatMap((path) => [head, readFileSync(path), tail])
  const known = Buffer.concat([Buffer.from(`${version}[`), ...functions, Buffer.from(']')])
  const [filename = ''] = paths
  const name = `code-${shortName(filename)}`
  const cachedData = readCacheFile(name, known)
  const text = known.toString('utf8', version.length)
  const script = new Script(text, { filename, ...(cachedData && { cachedData }) })
  if (cachedData === undefined || script.cachedDataRejected) {
    keeps.push(() => writeCacheFile(name, script.createCachedData(), known))
  }
  return script.runInThisContext()
}

const keeps: (() => void)[] = []

/** To be called when a build has done all that it does, for only what has run is compiled. */
export function keepCompiledCode(): void {
  for (const keep of keeps.splice(0)) keep()
}
