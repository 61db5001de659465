// A thousand configs in one process, through the compiler's own functions, beside cdktn with a thousand
// stacks. Both write one file for each; ours has all artifacts, theirs the Terraform.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { root } from '../../test/support/root.ts'
import type { Bench } from '../bench.ts'
import type { Figure } from '../figure.ts'
import { inTurn } from '../in-turn.ts'
import { nodeProgram, type Program, run } from '../process.ts'

type Sample = { milliseconds: number; peak: number }

const what = '1,000 configs in one process'

export async function configs(bench: Bench): Promise<Figure[]> {
  const { project, pairs } = bench
  const program = bundled(project.folder)
  const made = join(project.folder, 'many')
  const ours = (count: number) =>
    sample(nodeProgram([program, String(count), made], project.folder), made)
  const { ten, hundred, thousand } = await inTurn(
    { ten: () => ours(10), hundred: () => ours(100), thousand: () => ours(1000) },
    pairs(10),
  )
  return [
    ...(await besideCdktn(bench, () => ours(1000))),
    {
      what: `${what}: each after the 100th`,
      unit: 'ms',
      ours: each(thousand, hundred, 900),
      against: 'each from the 10th to the 100th',
      theirs: each(hundred, ten, 90),
      aim: { times: 1.1 },
    },
    {
      what: `${what}: peak of memory`,
      unit: 'MB',
      ours: thousand.map(({ peak }) => peak),
      aim: { most: 120 },
    },
  ]
}

async function besideCdktn({ peers, pairs }: Bench, ours: () => Sample): Promise<Figure[]> {
  if (peers === undefined) return []
  const program = peers.cdktnMany(1000)
  const theirs = () => sample(program, join(program.folder, 'cdktf.out'))
  const samples = await inTurn({ ours, theirs }, pairs(5))
  const times = (list: readonly Sample[]) => list.map(({ milliseconds }) => milliseconds)
  return [
    {
      what,
      unit: 'ms',
      ours: times(samples.ours),
      against: 'cdktn 0.24, precompiled, 1,000 stacks',
      theirs: times(samples.theirs),
      aim: { faster: 30 },
    },
  ]
}

function sample(program: Program, made: string): Sample {
  rmSync(made, { recursive: true, force: true })
  const { milliseconds, stdout } = run(program)
  return { milliseconds, peak: Number(stdout.trim().split('\n').at(-1)) }
}

/** What one more costs, between two counts. */
const each = (more: readonly Sample[], fewer: readonly Sample[], count: number): number[] =>
  more.map(({ milliseconds }, index) => (milliseconds - (fewer[index]?.milliseconds ?? 0)) / count)

/** As the command itself is built. */
export function bundled(folder: string): string {
  const outfile = join(folder, 'many-configs.cjs')
  buildSync({
    absWorkingDir: root,
    entryPoints: ['bench/many-configs.ts'],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  })
  return outfile
}
