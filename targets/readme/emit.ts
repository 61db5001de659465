// System → the README of the output folder: what this deploys, who may reach it, what it costs, how
// long a rollout takes, and what to run next.

import { money, monthlyCosts, totalText } from '../../compiler/costs/monthly-costs.ts'
import { prices } from '../../compiler/facts.ts'
import type { Artifact } from '../../compiler/model/artifact.ts'
import { rolloutSpan, rolloutSteps } from '../../compiler/model/rollout-timings.ts'
import { type EnvironmentVariable, isBalanced, type System } from '../../compiler/model/system.ts'
import type { ImageNames } from '../../compiler/model/target.ts'
import { template } from '../../compiler/serialize/template.ts'
import { mermaid } from '../../graph/mermaid.ts'
import { pictureOf } from '../../graph/picture.ts'
import { duration } from './duration.ts'
import { reach } from './reach.ts'
import readmeTemplate from './readme.md.template.gen.js'
import { resources } from './resources.ts'

const renderReadme = template(readmeTemplate)

export function emitReadme(system: System, images: ImageNames): Artifact[] {
  const [service] = system.services
  const { name, version, instances } = service
  const variables = service.environment.flatMap(secretVariable)
  const content = renderReadme({
    name,
    version,
    instances,
    picture: mermaid(pictureOf(system, images)).trimEnd(),
    resources: resources(system, images),
    reach: reach(system),
    isGated: isBalanced(service),
    gateFrom: system.access.gateFrom.length > 0,
    secrets: secretRows(system),
    variables,
    costs: costRows(system),
    snapshotUsd: money(prices.snapshot.perGibMonthlyUsd),
    priceDate: monthlyCosts(system).date,
    timings: timingRows(system),
    totals: totals(system),
    database: system.database && { ...system.database, name: name.replaceAll('-', '_') },
  })
  return [{ path: 'README.md', content }]
}

const secretVariable = (one: EnvironmentVariable): string[] =>
  'variable' in one ? [one.variable] : []

type Row = Readonly<Record<string, string>>

function secretRows({ services: [service], database }: System): Row[] {
  const given = service.environment.flatMap((one) =>
    'variable' in one ? [{ name: one.name, from: `you give it: \`TF_VAR_${one.variable}\`` }] : [],
  )
  return [...given, ...(database ? [{ name: 'DB_PASSWORD', from: 'DigitalOcean makes it' }] : [])]
}

function costRows(system: System): Row[] {
  const costs = monthlyCosts(system)
  return [
    ...costs.items.map(({ what, usd }) => ({
      what,
      usd: usd === undefined ? 'unknown' : money(usd),
    })),
    { what: '**Sum**', usd: `**${totalText(costs)}**` },
  ]
}

const timingRows = (system: System): Row[] =>
  rolloutSteps(system).map(({ what, least, most, only }) => ({
    what: `${what}${only ? `, if ${only}` : ''}`,
    least: duration(least),
    most: duration(most),
  }))

function totals(system: System): Row {
  const { least, most } = rolloutSpan(rolloutSteps(system), false)
  return { least: duration(least), most: duration(most) }
}
