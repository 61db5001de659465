// Two configs whose artifact sets differ in every way: files that change, come, go and stay; and an
// output folder that also holds files of the user's.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildInto, readTree } from './golden.ts'

export type Tree = ReadonlyMap<string, string>

export type TwoSets = {
  folder: string
  configs: { old: string; new: string }
  /** What a build of each config writes, without the user's files. */
  sets: { old: Tree; new: Tree }
  /** A fresh output folder that holds the old set and the user's files. */
  output: () => string
  remove: () => void
}

const artifact = {
  url: 'https://example.com/shop-{version}',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
}

const access = { gateFrom: ['203.0.113.0/24'] }

const configs = {
  old: {
    app: { name: 'shop', artifact, env: { LOG_LEVEL: 'info' } },
    version: 'v1',
    database: { version: '17' },
    scaling: { region: 'ams3' },
    access,
  },
  new: {
    app: { name: 'store', artifact, env: { LOG_LEVEL: 'debug' } },
    version: 'v2',
    scaling: { region: 'fra1', instances: 2 },
    domain: { zone: 'example.com', record: 'store' },
    access,
  },
}

/** None of them is immuc's. */
export const foreign: Tree = new Map([
  ['notes.txt', 'mine\n'],
  ['terraform/.terraform/providers/some/provider', 'binary\n'],
  ['terraform/.terraform.lock.hcl', '# mine\n'],
  ['terraform/overrides.tf', '# mine\n'],
  ['terraform/terraform.tfstate', '{"version": 4}\n'],
])

export function makeTwoSets(): TwoSets {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-write-'))
  const made = { old: makeSet(folder, 'old'), new: makeSet(folder, 'new') }
  let outputs = 0
  return {
    folder,
    configs: { old: made.old.config, new: made.new.config },
    sets: { old: tree(made.old.out), new: tree(made.new.out) },
    output: () => {
      const out = join(folder, `out-${outputs++}`)
      cpSync(made.old.out, out, { recursive: true })
      addForeign(out)
      return out
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function makeSet(folder: string, name: 'old' | 'new'): { config: string; out: string } {
  const config = join(folder, `${name}.config.json`)
  const out = join(folder, `${name}-set`)
  writeFileSync(config, JSON.stringify(configs[name]))
  const { status, stderr } = buildInto(config, out)
  if (status !== 0) throw new Error(stderr)
  return { config, out }
}

function addForeign(out: string): void {
  for (const [path, text] of foreign) {
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), text)
  }
}

export const tree = (folder: string): Tree =>
  new Map([...readTree(folder)].map(([path, bytes]) => [path, bytes.toString('latin1')]))

/** Sorted by path, as `tree` has them. */
export const withForeign = (set: Tree): Tree =>
  new Map([...set, ...foreign].sort(([a], [b]) => (a < b ? -1 : 1)))

export const differingFiles = (found: Tree, wanted: Tree): string[] =>
  [...new Set([...found.keys(), ...wanted.keys()])].filter(
    (path) => found.get(path) !== wanted.get(path),
  )
