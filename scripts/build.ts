// Sources → dist/: the command as one file, the module `immuc` with its types; and the example app.
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../test/support/root.ts'

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
  legalComments: 'none',
} as const

rmSync(join(root, 'dist'), { recursive: true, force: true })
await Promise.all([
  build({
    ...common,
    entryPoints: ['cli/main.ts'],
    outfile: 'dist/immuc.cjs',
    external: ['esbuild', 'yargs'],
    minify: true,
    keepNames: true,
  }),
  build({ ...common, entryPoints: ['schema/define-system.ts'], outfile: 'dist/define-system.cjs' }),
  ...(existsSync(join(root, 'app/main.ts')) ? [buildApp()] : []),
])
execFileSync(process.execPath, [
  join(root, 'node_modules/typescript/bin/tsc'),
  ...['--project', join(root, 'scripts/tsconfig.declarations.json')],
])
linkBin()

/** `npx immuc` finds the clone's own command at once, instead of installing the clone into a cache. */
function linkBin(): void {
  if (process.platform === 'win32') return
  const folder = join(root, 'node_modules/.bin')
  mkdirSync(folder, { recursive: true })
  rmSync(join(folder, 'immuc'), { force: true })
  symlinkSync('../../bin/immuc.cjs', join(folder, 'immuc'))
}

/** One executable file, as the images carry it. */
async function buildApp(): Promise<void> {
  const outfile = join(root, 'app/dist/app')
  await build({
    ...common,
    entryPoints: ['app/main.ts'],
    outfile,
    target: 'node18',
    minify: true,
    banner: { js: '#!/usr/bin/env node' },
  })
  chmodSync(outfile, 0o755)
}
