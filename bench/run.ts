// `npm run bench`: measures, prints a table, keeps the raw figures in bench/results/ and puts the
// table into the README. `--pairs N` for other than 30 pairs; `--keep` writes the files.
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from '../test/support/root.ts'
import { installedSize } from './installed-size.ts'
import { type Measured, measure, median } from './measure.ts'
import { makeBenchProject } from './project.ts'
import { type AimedRow, rows } from './rows.ts'

const words = process.argv.slice(2)
const pairs = Number(words[words.indexOf('--pairs') + 1]) || 30
const project = makeBenchProject()

try {
  const measured = rows(project).map((row) => ({ ...measure(row, pairs), most: row.most }))
  const size = installedSize(join(project.folder, 'node_modules'))
  const text = table(measured, size)
  console.log(text)
  if (words.includes('--keep')) keep(text, { machine: machine(), pairs, size, rows: measured })
} finally {
  project.remove()
}

type Result = Measured & Pick<AimedRow, 'most'>

function table(
  results: readonly Result[],
  { megabytes, packages }: ReturnType<typeof installedSize>,
): string {
  const lines = results.map(({ name, baseline, command, most }) => {
    const [a, b] = [median(baseline), median(command)]
    return `| ${name} | ${b.toFixed(1)} ms | ${(b / a).toFixed(2)} × | ≤ ${most} × |`
  })
  return [
    '| | median | against `node -e 0` | aim |',
    '| --- | --- | --- | --- |',
    ...lines,
    `| installed, with dependencies | ${megabytes.toFixed(1)} MB | ${packages} packages | ≤ 15 MB, ≤ 30 |`,
  ].join('\n')
}

/** What the figures depend on, and nothing that names the machine. */
function machine(): object {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processors: cpus().length,
    gigabytes: Math.round(totalmem() / 2 ** 30),
  }
}

function keep(text: string, figures: object): void {
  writeFileSync(join(root, 'bench/results/latest.json'), `${JSON.stringify(figures, null, 1)}\n`)
  const readme = join(root, 'README.md')
  const marked = /(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/
  writeFileSync(readme, readFileSync(readme, 'utf8').replace(marked, `$1\n${text}\n\n$2`))
}
