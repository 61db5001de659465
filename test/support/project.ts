// A user's folder, in which immuc is installed from the tarball that `npm publish` would upload.
// Its dependencies are links to the repository's, since no test asks a registry.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Run, RunOptions } from './immuc.ts'
import { root } from './root.ts'

export type Project = {
  folder: string
  /** The installed command. */
  bin: string
  write: (path: string, text: string) => string
  immuc: (words: readonly string[], options?: RunOptions) => Run
  remove: () => void
}

export function makeProject(files: Record<string, string> = {}): Project {
  // The real path, because the compiler and the language server name files by it.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'immuc-project-')))
  chmodSync(folder, 0o755)
  install(folder)
  const bin = join(folder, 'node_modules/immuc/dist/immuc.cjs')
  const project: Project = {
    folder,
    bin,
    write: (path, text) => {
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
      return file
    },
    immuc: (words, { cwd = folder, env = {} } = {}) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
        cwd,
        env: { ...process.env, NO_COLOR: '1', ...env },
        encoding: 'utf8',
      })
      return { status, stdout, stderr }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  for (const [path, text] of Object.entries(files)) project.write(path, text)
  return project
}

function install(folder: string): void {
  const modules = join(folder, 'node_modules')
  const target = join(modules, 'immuc')
  cpSync(unpacked(), target, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
}

let unpackedFolder: string | undefined

/** Packed once per test file. */
function unpacked(): string {
  if (unpackedFolder === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'immuc-pack-'))
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
    execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
      cwd: root,
    })
    execFileSync('sh', ['-c', 'tar -xzf *.tgz'], { cwd: folder })
    unpackedFolder = join(folder, 'package')
  }
  return unpackedFolder
}
