// `COUNT FOLDER`: compiles COUNT systems like examples/02-database in one process, writes all artifacts of
// each into one file below FOLDER, and prints how many megabytes that took at most.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { targets } from '../cli/targets.ts'
import { compile } from '../compiler/compile.ts'
import type { Data } from '../compiler/load/to-data.ts'
import type { Artifact } from '../compiler/model/artifact.ts'
import config from '../examples/02-database/system.config.ts'

/** From a URL: a file would be written a thousand times, which no peer does. */
const artifact = { url: 'https://example.com/{version}/app', sha256: 'a5'.repeat(32) }

async function compiled(name: string): Promise<readonly Artifact[]> {
  const data = { ...config, app: { ...config.app, name, artifact } }
  const { output, diagnostics } = await compile(
    { data: data as unknown as Data, diagnostics: [] },
    targets,
  )
  if (output === undefined) throw new Error(JSON.stringify(diagnostics))
  return output.artifacts
}

/** One file for each system, as cdktn writes: with all of them apart, the disk would be measured. */
function write(path: string, artifacts: readonly Artifact[]): void {
  const contents = artifacts.map(({ content }) => Buffer.from(content))
  writeFileSync(path, Buffer.concat(contents))
}

async function compileMany(count: number, folder: string): Promise<void> {
  mkdirSync(folder)
  for (let index = 0; index < count; index += 1) {
    const name = index === 0 ? 'app' : `app${index}`
    write(join(folder, name), await compiled(name))
  }
  process.stdout.write(`${process.resourceUsage().maxRSS / 1024}\n`)
}

const [count, folder = ''] = process.argv.slice(2)
void compileMany(Number(count), folder)
