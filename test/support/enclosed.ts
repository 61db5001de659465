// A test file -> the same file run again in an enclosure, where droplets are machines. Where the kernel
// or a container does not let machines be, its tests are skipped by name and reason, also in CI: that
// is no tool that could be installed.
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { enclosed } from '../../cloud/nspawn/enclosure.ts'
import { isEnclosed } from '../../cloud/nspawn/inside.ts'
import { missingPrograms, obstacle } from '../../cloud/nspawn/needs.ts'
import type { Need } from './tools.ts'

/** Returns inside only; outside, it ends the process with the outcome of the run inside. */
export async function runsEnclosed(
  url: string,
  needs: readonly Need[],
  slugs = ['debian-13-x64'],
): Promise<void> {
  if (isEnclosed()) return
  const file = fileURLToPath(url)
  await skippedWhereNoMachinesRun(file, needs)
  const command = [process.execPath, '--import', 'tsx', file]
  process.exit(await enclosed(command, { slugs, onProgress: (line) => console.error(line) }))
}

/** Returns only where they do. */
export async function skippedWhereNoMachinesRun(
  file: string,
  needs: readonly Need[],
): Promise<void> {
  const reason = await unmet(needs)
  if (reason === undefined) return
  console.log(`SKIP ${basename(file)}: ${reason}`)
  process.exit(0)
}

async function unmet(needs: readonly Need[]): Promise<string | undefined> {
  const refused = await obstacle()
  if (refused !== undefined && missingPrograms().length === 0) return refused
  const lacks = [
    ...missingPrograms(),
    ...needs.filter((need) => !need.present()).map((need) => need.name),
  ]
  if (lacks.length === 0) return refused
  if (process.env.IMMUC_REQUIRE_TOOLS !== '1') return `this machine lacks ${lacks.join(', ')}`
  throw new Error(`IMMUC_REQUIRE_TOOLS=1, but this machine lacks: ${lacks.join(', ')}`)
}
