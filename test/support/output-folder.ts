// A temporary output folder, and the writer run in this process with small artifacts.
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as assert from 'uvu/assert'
import type { PlanInput } from '../../compiler/write/plan-changes.ts'
import { compare, type Written, write } from '../../compiler/write/write.ts'
import { readTree } from './golden.ts'

export type Files = Record<string, string>

type Options = { force?: boolean; version?: string }

export type OutputFolder = {
  /** A folder that holds `out` and nothing else. */
  above: string
  out: string
  put: (path: string, text: string) => void
  build: (files: Files, options?: Options) => Promise<Written>
  check: (files: Files) => Promise<Written>
  /** All files but the lock. */
  files: () => Files
}

export async function withOutput(
  body: (output: OutputFolder) => Promise<void>,
  path = 'infra',
): Promise<void> {
  const above = mkdtempSync(join(tmpdir(), 'immuc-output-'))
  try {
    await body(outputFolder(above, join(above, path)))
  } finally {
    rmSync(above, { recursive: true, force: true })
  }
}

const outputFolder = (above: string, out: string): OutputFolder => ({
  above,
  out,
  put: (path, text) => {
    mkdirSync(dirname(join(out, path)), { recursive: true })
    writeFileSync(join(out, path), text)
  },
  build: (files, options) => write(out, planInput(files, options)),
  check: (files) => compare(out, planInput(files)),
  files: () =>
    Object.fromEntries(
      [...readTree(out)]
        .filter(([path]) => path !== 'immuc.lock.json')
        .map(([path, bytes]) => [path, bytes.toString('utf8')]),
    ),
})

const planInput = (
  files: Files,
  { force = false, version = '1.2.3' }: Options = {},
): PlanInput => ({
  artifacts: Object.entries(files).map(([path, content]) => ({ path, content })),
  inputDigest: 'input',
  version,
  force,
})

/** `edited-artifact: terraform/a.tf.json was edited by hand…`, one line for each. */
export const faults = ({ diagnostics }: Written): string[] =>
  diagnostics.map(({ code, message }) => `${code}: ${message.replaceAll('`', '')}`)

/** Every entry with whatever changes if it is touched. */
export const listing = (folder: string): string[] =>
  [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].map((path) => {
    const stats = lstatSync(join(folder, path.replace(folder, '')), { bigint: true })
    return `${path} ${stats.ino} ${stats.mode} ${stats.size} ${stats.mtimeNs} ${stats.ctimeNs}`
  })

/** Says so, once, and touches nothing. */
export async function refused(
  { above, build, check }: OutputFolder,
  files: Files,
  fault: string,
): Promise<void> {
  const before = listing(above)
  assert.equal(faults(await build(files)), [fault])
  assert.equal(faults(await check(files)), [fault])
  assert.equal(listing(above), before)
}
