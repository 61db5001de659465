// Figures → a Markdown table: what, ours, theirs, the ratio, the aim, and whether it was missed.
import { type Aim, type Figure, median, meets, ratioOf, type Unit } from './figure.ts'

const head = ['what', 'immuc', 'against', '', 'ratio', 'aim', 'runs']

export function table(figures: readonly Figure[]): string {
  const rows = [head, ...figures.map(cells)]
  const widths = head.map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [line(head), rule, ...rows.slice(1).map(line)].join('\n')
}

function cells(figure: Figure): string[] {
  const { what, unit, ours, against = '', theirs, aim } = figure
  const ratio = ratioOf(figure)
  const missed = meets(figure) ? '' : ' **missed**'
  return [
    what,
    amount(median(ours), unit),
    against,
    theirs === undefined ? '' : amount(median(theirs), unit),
    aim === undefined || ratio === undefined ? '' : ratioText(ratio, aim),
    aim === undefined ? '' : `${aimText(aim, unit)}${missed}`,
    String(ours.length),
  ]
}

function amount(value: number, unit: Unit): string {
  if (unit === 'ms') {
    return value < 1000
      ? `${value.toFixed(value < 10 ? 2 : 1)} ms`
      : `${(value / 1000).toFixed(2)} s`
  }
  return `${unit === 'MB' ? value.toFixed(1) : Math.round(value)} ${unit}`
}

const ratioText = (ratio: number, aim: Aim): string =>
  'faster' in aim ? `${ratio.toFixed(1)} × faster` : `${ratio.toFixed(2)} ×`

function aimText(aim: Aim, unit: Unit): string {
  if ('times' in aim) return `≤ ${aim.times} ×`
  if ('faster' in aim) return `≥ ${aim.faster} × faster`
  if ('rate' in aim) return `≥ ${aim.rate} ×`
  return `≤ ${aim.most} ${unit}`
}
