// A peer → a folder outside of the repository in which npm has installed it. It stays there for the
// next run; another version is another folder.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** cdktn has no bindings of its own: it takes the place of cdktf, under cdktf's. */
const bindings = { '@cdktf/provider-digitalocean': '13.14.1' }

const dependencies = {
  cdktf: { cdktf: '0.21.0', constructs: '10.4.2', ...bindings },
  cdktn: { cdktf: 'npm:cdktn@0.24.0', constructs: '10.7.2', ...bindings },
  'cdktf-cli': { 'cdktf-cli': '0.21.0' },
} as const

export type Peer = keyof typeof dependencies

const options = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--silent']

export function installed(peer: Peer): string {
  const manifest = JSON.stringify({ private: true, dependencies: dependencies[peer] })
  const digest = createHash('sha256').update(manifest).digest('hex').slice(0, 12)
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'immuc-bench')
  const folder = join(cache, `${peer}-${digest}`)
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  const unfinished = mkdtempSync(join(cache, 'unfinished-'))
  writeFileSync(join(unfinished, 'package.json'), manifest)
  console.log(`installing ${peer} into ${folder}`)
  execFileSync('npm', ['install', ...options], { cwd: unfinished, stdio: 'inherit' })
  renameSync(unfinished, folder)
  return folder
}
