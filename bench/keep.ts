// Measured rows → bench/results/, a file each with every single run; and all files there → the table
// of the README. So a row can be measured again without the others.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../test/support/root.ts'
import { type Figure, medianOfRatios, ratioOf } from './figure.ts'
import { describe, type Machine } from './machine.ts'
import { type Row, rowNames } from './rows.ts'
import { table } from './table.ts'

export type Kept = { date: string; machine: Machine; figures: readonly Figure[] }

const folder = join(root, 'bench/results')
const fileOf = (row: Row): string => join(folder, `${row}.json`)

export function keep(row: Row, kept: Kept): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileOf(row), textOf(kept))
}

export const readKept = (): Kept[] =>
  rowNames
    .filter((row) => existsSync(fileOf(row)))
    .map((row) => JSON.parse(readFileSync(fileOf(row), 'utf8')))

/** A line for each figure: what git shows of a new run can be read then. */
export function textOf({ date, machine, figures }: Kept): string {
  const lines = figures.map((figure) =>
    JSON.stringify({
      ...figure,
      ratio: rounded(ratioOf(figure)),
      medianOfRatios: rounded(ratioOf(figure, medianOfRatios)),
      ours: figure.ours.map(rounded),
      ...(figure.theirs && { theirs: figure.theirs.map(rounded) }),
    }),
  )
  const head = `{"date":${JSON.stringify(date)},"machine":${JSON.stringify(machine)},"figures":[`
  return `${head}\n${lines.join(',\n')}\n]}\n`
}

const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Number(value.toPrecision(6))

/** What stands in the README: one table, and on what machine it came about. */
export function excerpt(all: readonly Kept[]): string {
  if (all.length === 0) return ''
  const machines = new Set(all.map(({ machine }) => describe(machine)))
  return `${table(all.flatMap(({ figures }) => figures))}\n\nMedians, on ${[...machines].join('; on ')}.`
}

export function intoReadme(text: string): void {
  const path = join(root, 'README.md')
  const marked = /(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/
  const inside = text === '' ? '' : `\n${text}\n\n`
  writeFileSync(path, readFileSync(path, 'utf8').replace(marked, `$1${inside}$2`))
}
