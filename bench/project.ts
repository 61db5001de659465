// A folder outside of the repository with immuc as npm installs it, and the system of example 02.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root } from '../test/support/root.ts'
import { packagesIn } from './packages.ts'
import { nodeProgram, type Program } from './process.ts'

export type BenchProject = {
  folder: string
  /** With caches of its own, which stay from run to run. */
  immuc: (words: readonly string[], env?: object) => Program
  /** As an editor saves another version of the config. */
  edit: () => void
  remove: () => void
}

export function makeBenchProject(): BenchProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'immuc-bench-')))
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: root,
  })
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', modules])
  execFileSync('mv', [join(modules, 'package'), join(modules, 'immuc')])
  for (const installed of packagesIn(root)) {
    cpSync(installed, join(folder, relative(root, installed)), { recursive: true })
  }
  cpSync(join(root, 'app/dist/app'), join(folder, 'app'))
  const config = readFileSync(join(root, 'examples/02-database/system.config.ts'), 'utf8').replace(
    '../../app/dist/app',
    './app',
  )
  const write = (version: number) =>
    writeFileSync(join(folder, 'system.config.ts'), config.replace('v1.0.0', `v1.0.${version}`))
  let version = 0
  write(version)
  return {
    folder,
    immuc: (words, env = {}) =>
      nodeProgram([join(modules, 'immuc/dist/immuc.cjs'), ...words], folder, {
        XDG_CACHE_HOME: join(folder, 'cache'),
        ...env,
      }),
    edit: () => {
      version += 1
      write(version)
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
