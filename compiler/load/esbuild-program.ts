// Where esbuild's own program is: a fifth of the time of its JavaScript interface. Undefined where
// it is none, such as on a system on which it runs as WebAssembly.
import { createRequire } from 'node:module'

const file = process.platform === 'win32' ? 'esbuild.exe' : 'bin/esbuild'

/** The bundled command is CommonJS; its sources, which the tests run, are not. */
const here = typeof __filename === 'string' ? __filename : (process.argv[1] ?? '')

export function esbuildProgram(): string | undefined {
  if (process.env.ESBUILD_BINARY_PATH) return undefined
  try {
    const esbuild = createRequire(here).resolve('esbuild')
    return createRequire(esbuild).resolve(`@esbuild/${process.platform}-${process.arch}/${file}`)
  } catch {
    return undefined
  }
}
