// A diff → a comment for a pull request: what matters at once, the rest behind a fold.
import type { Danger } from '../dangers.ts'
import type { Diff } from '../diff.ts'
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

const mostKeys = 25

export function markdown(report: DiffReport): string {
  const { name, ref, commit, diff, keys, notes } = report
  const head = `### ${code(name)}: ${code(commitWords(ref, commit))} → this change`
  if (diff.changes.length === 0 && diff.files.length === 0) return `${head}\n\nNothing changes.\n`
  const parts = [
    head,
    ...(diff.dangers.length > 0 ? [alert(diff.dangers)] : []),
    summary(report),
    ...(keys.length > 0 ? [keyTable(keys)] : []),
    fold(resourcesTitle(diff), resourceTable(diff.resources.filter((one) => !isStep(one)))),
    ...nextPart(report),
    ...notes,
  ]
  return `${parts.join('\n\n')}\n`
}

function alert(dangers: readonly Danger[]): string {
  const isLoss = dangers.some(({ kind }) => kind === 'destroys data')
  const lines = dangers.map(
    ({ what, because }) => `> - ${escaped(what)} (${because.map(code).join(', ')})`,
  )
  return [
    isLoss ? '> [!CAUTION]' : '> [!WARNING]',
    `> **${dangerWords(dangers)}.**`,
    ...lines,
  ].join('\n')
}

const summary = ({ diff }: DiffReport): string =>
  [
    `- Downtime: **${diff.downtime}** (${downtimeWords[diff.downtime]})`,
    `- Cost: ${costWords(diff.costs)}`,
    ...unknownCosts(diff.costs).map((line) => `- ${line}`),
  ].join('\n')

function keyTable(keys: readonly Key[]): string {
  const rows = keys
    .slice(0, mostKeys)
    .map(
      (key) => `| ${code(key.name)} | ${place(key)} | ${code(key.before)} | ${code(key.after)} |`,
    )
  const more = keys.length > mostKeys ? [`| and ${keys.length - mostKeys} more | | | |`] : []
  return ['| key | where | before | after |', '| --- | --- | --- | --- |', ...rows, ...more].join(
    '\n',
  )
}

const place = ({ place: at }: Key): string =>
  at === undefined ? '' : `${code(`${at.file}:${at.line}`)}${at.isOld ? ' before' : ''}`

function resourcesTitle({ resources }: Diff): string {
  const count = resources.filter((one) => !isStep(one)).length
  return `${count === 1 ? '1 resource' : `${count} resources`} at DigitalOcean`
}

function resourceTable(resources: readonly ResourceGroup[]): string {
  const rows = resources.map((one) => {
    const because = one.because.slice(0, 5).map(code).join(', ')
    const notes = one.notes.map((note) => `<br>${escaped(note)}`).join('')
    return `| ${code(actionSigns(one))} | ${code(one.resource)}${notes} | ${one.downtime} | ${because} |`
  })
  return ['| | resource | downtime | because of |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function nextPart(report: DiffReport): string[] {
  const nothing = nothingToRun(report.diff)
  if (nothing !== undefined) return [nothing]
  return report.diff.next.length === 0 ? [] : [fold('What to run', nextBlock(report))]
}

function nextBlock({ diff }: DiffReport): string {
  const lines = diff.next.map(({ run, why, takes }) => {
    const word = takes ? minutes(takes) : why
    return word === undefined ? run : `${run}  # ${word}`
  })
  const fleet = doubleFleet(diff)
  return ['```sh', ...lines, '```', ...(fleet ? ['', fleet] : [])].join('\n')
}

const fold = (title: string, body: string): string =>
  `<details><summary>${title}</summary>\n\n${body}\n\n</details>`

const code = (text: string): string =>
  `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replace(/\s+/g, ' ')}\``

const escaped = (text: string): string =>
  text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replaceAll('\\`', '`')
