// Sources → dist/: the command, the module `immuc` with its types; and the example app.
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { bundleApp } from '../app/bundle.ts'
import { root } from '../test/support/root.ts'
import { buildCommand } from './build-command.ts'

rmSync(join(root, 'dist'), { recursive: true, force: true })
// The command carries it.
await bundleApp(join(root, 'app/dist/app'))
await Promise.all([
  buildCommand(),
  build({
    absWorkingDir: root,
    entryPoints: ['schema/define-system.ts'],
    outfile: 'dist/define-system.cjs',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'warning',
  }),
])
execFileSync(process.execPath, [
  join(root, 'node_modules/typescript/bin/tsc'),
  ...['--project', join(root, 'scripts/tsconfig.declarations.json')],
])
// Otherwise TypeScript would take the declarations for an ES module's, and refuse to let a config in
// CommonJS import them.
writeFileSync(join(root, 'dist/package.json'), '{ "type": "commonjs" }\n')
linkBin()

/** `npx immuc` finds the clone's own command at once, instead of installing the clone into a cache. */
function linkBin(): void {
  if (process.platform === 'win32') return
  const folder = join(root, 'node_modules/.bin')
  mkdirSync(folder, { recursive: true })
  rmSync(join(folder, 'immuc'), { force: true })
  symlinkSync('../../dist/immuc.cjs', join(folder, 'immuc'))
}
