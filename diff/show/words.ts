// The words that every form of a report of a diff uses.
import { money, totalText } from '../../compiler/costs/monthly-costs.ts'
import type { Span } from '../../compiler/model/rollout-timings.ts'
import type { Danger } from '../dangers.ts'
import type { Diff } from '../diff.ts'
import type { Downtime } from '../provider-changes.ts'
import type { ResourceGroup } from '../resource-groups.ts'

export const downtimeWords: Readonly<Record<Downtime, string>> = {
  none: 'nothing is interrupted',
  rolling: 'new droplets take over, the old ones finish their requests',
  'moves ingress': 'the way in changes; read the notes below',
  'restarts database': 'connections to the database are cut for a while',
  'destroys data': 'DATA IS LOST',
}

export function costWords({ before, after }: Diff['costs']): string {
  const change = after.totalUsd - before.totalUsd
  const sign = change < 0 ? '−' : '+'
  const same = change === 0 && totalText(before) === totalText(after)
  return same
    ? `${totalText(after)} USD per month, as before`
    : `${totalText(before)} → ${totalText(after)} USD per month (${sign}${money(Math.abs(change))})`
}

export function dangerWords(dangers: readonly Danger[]): string {
  const kinds = dangers.map(({ kind }) => kind)
  if (kinds.includes('refused')) return 'Terraform refuses this: data would be lost'
  return kinds.includes('destroys data') ? 'DATA IS LOST' : 'Mind the data'
}

export const unknownCosts = ({ before, after }: Diff['costs']): string[] =>
  [...new Set([...before.unknown, ...after.unknown])].map((what) => `no price is known of ${what}`)

/** `3 min, at most 26`; less than a minute counts as one. */
export function minutes({ least, most }: Span): string {
  const [from, to] = [Math.max(1, Math.round(least / 60)), Math.max(1, Math.ceil(most / 60))]
  return from === to ? `${to} min` : `${from} min, at most ${to}`
}

/** Where nothing is to be run although something changes. */
export const nothingToRun = ({ dangers }: Diff): string | undefined =>
  dangers.some(({ kind }) => kind === 'refused')
    ? 'Nothing as it is: Terraform refuses it. Take the change back, or let the data go on purpose (`immuc explain database.preventDestroy`).'
    : undefined

export function doubleFleet({ moreDroplets, next }: Diff): string | undefined {
  const takes = next.find((step) => step.takes)?.takes
  if (moreDroplets === 0 || takes === undefined) return undefined
  const droplets = moreDroplets === 1 ? '1 more droplet runs' : `${moreDroplets} more droplets run`
  return `Meanwhile up to ${droplets} beside the old ones, for as long: cents.`
}

/** `main (1a2b3c4)`; a commit that is named by its hash needs no second name. */
export const commitWords = (ref: string, commit: string): string =>
  commit.startsWith(ref) ? commit.slice(0, 7) : `${ref} (${commit.slice(0, 7)})`

/** `+2 ~1 -2`: a replacement is both. */
export function actionSigns({ actions }: ResourceGroup): string {
  const { create = 0, update = 0, replace = 0, delete: gone = 0 } = actions
  return [
    ...(create > 0 ? [`+${create}`] : []),
    ...(update > 0 ? [`~${update}`] : []),
    ...(replace > 0 ? [`±${replace}`] : []),
    ...(gone > 0 ? [`-${gone}`] : []),
  ].join(' ')
}

/** The steps of a rollout are no resources of DigitalOcean's. */
export const isStep = ({ type }: ResourceGroup): boolean => type === 'terraform_data'
