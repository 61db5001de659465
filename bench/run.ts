// `npm run bench`: measures and prints a table. `--peers` installs cdktf and cdktn from npm and measures them
// too, `--rows a,b` only these rows, `--pairs N` other numbers of pairs, `--keep` writes every run
// into bench/results/ and the table into the README.
import { parseArgs } from 'node:util'
import type { Bench } from './bench.ts'
import { excerpt, intoReadme, keep, readKept } from './keep.ts'
import { machine } from './machine.ts'
import { makePeers } from './peers/peers.ts'
import { makeBenchProject } from './project.ts'
import { isRow, type Row, rowNames, rows } from './rows.ts'
import { table } from './table.ts'

const { values } = parseArgs({
  options: {
    peers: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    rows: { type: 'string', default: rowNames.join() },
    pairs: { type: 'string' },
  },
})

const project = makeBenchProject()
const peers = values.peers ? makePeers() : undefined
const pairs = (usual: number): number => (values.pairs === undefined ? usual : Number(values.pairs))

try {
  for (const row of chosen()) await attempt(row, { project, pairs, ...(peers && { peers }) })
  if (values.keep) intoReadme(excerpt(readKept()))
} finally {
  peers?.remove()
  project.remove()
}

function chosen(): Row[] {
  const words = values.rows.split(',')
  const unknown = words.filter((word) => !isRow(word))
  if (unknown.length > 0) throw new Error(`no row ${unknown.join()}; there are ${rowNames.join()}`)
  return words.filter(isRow)
}

/** A row that can't be measured here, for want of a tool, is no reason to lose the others. */
async function attempt(row: Row, bench: Bench): Promise<void> {
  try {
    await measure(row, bench)
  } catch (error) {
    console.error(`${row} was not measured: ${error}`)
    process.exitCode = 1
  }
}

async function measure(row: Row, bench: Bench): Promise<void> {
  const figures = await rows[row](bench)
  if (figures.length === 0) return
  console.log(`${row}\n\n${table(figures)}\n`)
  const date = new Date().toISOString().slice(0, 10)
  if (values.keep) keep(row, { date, machine: machine(), figures })
}
