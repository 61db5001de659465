// A diff → what a person reads on a terminal.
import type { Paint } from '../../compiler/report/paint.ts'
import type { Danger } from '../dangers.ts'
import type { Downtime } from '../provider-changes.ts'
import type { ResourceGroup } from '../resource-groups.ts'
import type { DiffReport, Key } from './report.ts'
import {
  actionSigns,
  commitWords,
  costWords,
  dangerWords,
  doubleFleet,
  downtimeWords,
  isStep,
  minutes,
  nothingToRun,
  unknownCosts,
} from './words.ts'

export function text(report: DiffReport, paint: Paint): string {
  const { name, ref, commit, diff, keys } = report
  const title = paint.strong(`${name}: ${commitWords(ref, commit)} → now`)
  if (diff.changes.length === 0 && diff.files.length === 0)
    return `${title}\n\nNothing changes.\n${notes(report)}`
  const parts = [
    title,
    ...(diff.dangers.length > 0 ? [banner(diff.dangers, paint)] : []),
    summary(report, paint),
    ...(keys.length > 0 ? [`${paint.strong('Keys')}\n${keyLines(keys, paint)}`] : []),
    `${paint.strong('Resources')}\n${resourceLines(report, paint)}`,
    ...nextPart(report, paint),
  ]
  return `${parts.join('\n\n')}\n${notes(report)}`
}

const notes = ({ notes: all }: DiffReport): string =>
  all.map((note) => `\nnote: ${note}\n`).join('')

function banner(dangers: readonly Danger[], paint: Paint): string {
  const isLoss = dangers.some(({ kind }) => kind !== 'risk')
  const stroke = isLoss ? paint.error : paint.warning
  const lines = dangers.map(({ what, because }) => `!! ${what}  (${because.join(', ')})`)
  return [`!! ${dangerWords(dangers)}`, ...lines].map(stroke).join('\n')
}

function summary({ diff }: DiffReport, paint: Paint): string {
  const stroke = strokeOf(diff.downtime, paint)
  return [
    `  downtime  ${stroke(diff.downtime)}: ${downtimeWords[diff.downtime]}`,
    `  cost      ${costWords(diff.costs)}`,
    ...unknownCosts(diff.costs).map((line) => `            ${line}`),
  ].join('\n')
}

function strokeOf(downtime: Downtime, paint: Paint) {
  if (downtime === 'destroys data') return paint.error
  return downtime === 'none' || downtime === 'rolling' ? paint.good : paint.warning
}

const keyLines = (keys: readonly Key[], paint: Paint): string =>
  table(keys.map((key) => [key.name, placeText(key), `${key.before} → ${key.after}`]))
    .map(([name, place, change]) => `  ${name}  ${paint.faint(place ?? '')}  ${change}`.trimEnd())
    .join('\n')

const placeText = ({ place }: Key): string =>
  place === undefined ? '' : `${place.file}:${place.line}${place.isOld ? ' (before)' : ''}`

function resourceLines({ diff }: DiffReport, paint: Paint): string {
  const shown = diff.resources.filter((resource) => !isStep(resource))
  const hasSteps = diff.resources.some(isStep)
  const rows = table(shown.map(resourceRow))
  const lines = rows.flatMap(([signs, name, downtime, because], index) => [
    `  ${signs}  ${name}  ${downtime}  ${paint.faint(because ?? '')}`.trimEnd(),
    ...(shown[index]?.notes ?? []).map((note) => paint.warning(`      ${note}`)),
  ])
  return [
    ...lines,
    ...(hasSteps ? [paint.faint('  and the steps of the rollout')] : []),
    ...(lines.length === 0 && !hasSteps ? ['  none'] : []),
  ].join('\n')
}

const resourceRow = (resource: ResourceGroup): string[] => [
  actionSigns(resource),
  resource.resource,
  resource.downtime,
  [shortList(resource.because), inBrackets(resource.attributes)].filter(Boolean).join(' '),
]

const inBrackets = (names: readonly string[]): string =>
  names.length === 0 ? '' : `(${shortList(names)})`

const shortList = (names: readonly string[]): string =>
  names.length > 3
    ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
    : names.join(', ')

function nextPart(report: DiffReport, paint: Paint): string[] {
  const nothing = nothingToRun(report.diff)
  if (report.diff.next.length === 0 && nothing === undefined) return []
  return [`${paint.strong('Next')}\n${nothing ? `  ${nothing}` : nextLines(report, paint)}`]
}

function nextLines({ diff }: DiffReport, paint: Paint): string {
  const rows = table(
    diff.next.map(({ run, why = '', takes }) => [run, takes ? minutes(takes) : why]),
  )
  const fleet = doubleFleet(diff)
  return [
    ...rows.map(([run, why]) => `  ${run}  ${paint.faint(why ?? '')}`.trimEnd()),
    ...(fleet ? [`  ${fleet}`] : []),
  ].join('\n')
}

/** Every cell of a column as wide as the widest. */
function table(rows: readonly (readonly string[])[]): string[][] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  return rows.map((row) =>
    row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell)),
  )
}
