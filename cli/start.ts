// The first words of the process: what the code is started with. A build takes what V8 has compiled
// before; whoever has to trust it, as `check` has, compiles everything anew.
import { compileFiles, compileFromCache } from './compiled-code.ts'

/** How the files that the command is in are compiled. Undefined from the sources. */
declare const compileWith: ((compile: typeof compileFiles, isTogether: boolean) => void) | undefined

if (typeof compileWith !== 'undefined') {
  const isBuild = process.argv[2] === 'build'
  compileWith(isBuild ? compileFromCache : compileFiles, isBuild)
}
void import('./main.ts')
