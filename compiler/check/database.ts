// Version, size and number of nodes are ones that DigitalOcean offers for PostgreSQL.
import {
  databaseSize,
  databaseSizes,
  databaseVersions,
  dropletSizes,
  tableDates,
} from '../facts.ts'
import { type Diagnostic, error, warning } from '../model/diagnostic.ts'
import { quoted, shown } from '../report/quoted.ts'
import type { Check } from './check.ts'
import { judgeSlug } from './slug.ts'

export const checkDatabase: Check = ({ database }) => {
  if (database === undefined) return []
  return [
    ...checkVersion(database.version),
    ...checkSize(database.size),
    ...checkNodes(database.size, database.nodes),
  ]
}

function checkVersion(version: string): Diagnostic[] {
  const path = ['database', 'version']
  const offered = databaseVersions
    .filter(({ status }) => status === 'offered')
    .map((one) => one.version)
  const isMajor = /^\d{1,2}$/.test(version)
  if (offered.includes(version)) return []
  if (!isMajor) {
    const major = version.match(/^v?(\d+)/)?.[1] ?? ''
    return [
      error(
        'unknown-database-version',
        path,
        `PostgreSQL version ${shown(version)} is not a major version`,
        {
          label: 'a major version alone',
          help: offered.includes(major) ? `did you mean \`${major}\`?` : `use ${quoted(offered)}`,
        },
      ),
    ]
  }
  const newest = Math.max(...databaseVersions.map((one) => Number(one.version)))
  const why =
    Number(version) > newest
      ? `is not in the table of ${tableDates.databaseVersions}; it may be newer`
      : 'is no longer offered for new clusters'
  return [
    warning('unknown-database-version', path, `PostgreSQL ${shown(version)} ${why}`, {
      label: 'not offered as far as immuc knows',
      help: `for a new cluster use ${quoted(offered)}`,
    }),
  ]
}

const checkSize = (size: string): Diagnostic[] =>
  judgeSlug(size, ['database', 'size'], {
    code: 'unknown-database-size',
    noun: 'database size',
    foreignNoun: 'droplet size',
    known: databaseSizes.map(({ slug }) => slug),
    foreign: dropletSizes.map(({ slug }) => slug),
    grammar: /^[a-z\d]+(_\d+)?(-[a-z\d]+)*-\d+vcpu-\d+gb(-[a-z\d]+)*$/,
    tableDate: tableDates.databases,
  })

function checkNodes(slug: string, nodes: number): Diagnostic[] {
  const size = databaseSize(slug)
  if (size === undefined || (nodes >= size.minNodes && nodes <= size.maxNodes)) return []
  const allowed =
    size.minNodes === size.maxNodes ? `${size.minNodes}` : `${size.minNodes} to ${size.maxNodes}`
  const larger = databaseSizes.find((one) => one.minNodes <= nodes && nodes <= one.maxNodes)
  return [
    error(
      'database-nodes',
      ['database', 'nodes'],
      `a cluster of \`${slug}\` can't have ${nodes} nodes`,
      {
        label: `only ${allowed} with this size`,
        related: [{ path: ['database', 'size'], label: 'this size' }],
        help: larger
          ? `use a larger size, such as \`${larger.slug}\`, or \`nodes: ${size.maxNodes}\``
          : `use \`nodes: ${size.maxNodes}\``,
      },
    ),
  ]
}
