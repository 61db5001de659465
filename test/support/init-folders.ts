// Folders as real tools leave them, `immuc init` in them, and the config that it writes.
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as assert from 'uvu/assert'
import { type Run, runImmuc } from './immuc.ts'

export const top = realpathSync(mkdtempSync(join(tmpdir(), 'immuc-init-')))

export const removeFolders = (): void => rmSync(top, { recursive: true, force: true })

let count = 0

/** A folder called so, with these files in it. A text of `ELF` becomes a program for Linux. */
export function folderWith(files: Readonly<Record<string, string>>, name = 'shop'): string {
  const folder = join(top, String(count++), name)
  mkdirSync(folder, { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text === 'ELF' ? linuxProgram : text)
  }
  return folder
}

const linuxProgram = Buffer.concat([
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, ...Array(9).fill(0), 2, 0, 62, 0]),
  Buffer.alloc(64),
])

const quietGit = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  ...{ GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com' },
  ...{ GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com' },
}

export function git(folder: string, ...words: string[]): string {
  return execFileSync('git', words, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...quietGit },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export function repository(folder: string, remote?: string, tags: readonly string[] = []): string {
  git(folder, 'init', '--quiet')
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'one')
  if (remote !== undefined) git(folder, 'remote', 'add', 'origin', remote)
  for (const tag of tags) git(folder, 'tag', tag)
  return folder
}

export const init = (folder: string, ...words: string[]): Run =>
  runImmuc(['init', ...words], { cwd: folder, env: { TZ: 'Europe/Berlin', ...quietGit } })

export const configOf = (folder: string): string =>
  readFileSync(join(folder, 'system.config.ts'), 'utf8')

/** The code of the config, without its comments and empty lines. */
export const codeOf = (folder: string): string =>
  configOf(folder)
    .split('\n')
    .filter((line) => !/^\s*(\/\/.*)?$/.test(line))
    .map((line) => line.trim())
    .join('\n')

export function assertBuilds(folder: string): void {
  const { status, stderr } = runImmuc(['build'], { cwd: folder })
  assert.is(status, 0, stderr)
  assert.ok(existsSync(join(folder, 'infra/immuc.lock.json')))
}

export function assertWrites(folder: string, expected: readonly string[], ...words: string[]): Run {
  const run = init(folder, '--yes', ...words)
  assert.is(run.status, 0, run.stderr)
  const code = codeOf(folder)
  for (const line of expected) assert.ok(code.includes(line), `no ${line} in:\n${code}`)
  assertBuilds(folder)
  return run
}

export const github = 'https://github.com/acme/shop.git'

export const plainServer = `const http = require('http')
http.createServer((request, response) => response.end()).listen(3000)
`

export const downloads = 'https://github.com/acme/shop/releases/download/{version}/shop'
