// Every class of downtime that diff tells, as those meet it who use the system: stock terraform applies
// the change on the cloud of this machine under load, and what was lost fits the class.
import { join } from 'node:path'
import postgres from 'postgres'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { emitAlone } from '../cli/diff-sides.ts'
import { targets } from '../cli/targets.ts'
import { compile } from '../compiler/compile.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { complete } from '../compiler/validate/complete.ts'
import { diff, type Side } from '../diff/diff.ts'
import { type Downtime, downtimes } from '../diff/provider-changes.ts'
import { buildRelease } from '../rehearsal/build-release.ts'
import { figures, gapMs, isLost } from '../rehearsal/figures.ts'
import type { Request, Rollout } from '../rehearsal/recording.ts'
import { bringUp } from '../rehearsal/run-rollout.ts'
import { letIn } from './support/outputs.ts'
import type { Stand } from './support/rollouts.ts'
import {
  answering,
  app,
  asExpected,
  losesNothing,
  onStand,
  underLoad,
  withDatabase,
} from './support/rollouts.ts'
import { type Fragment, withFragment } from './support/system.ts'
import { postgres as postgresNeed, program, testWith } from './support/tools.ts'

const test = suite('diff: classes under load')

type Change = {
  title: string
  says: Downtime
  to: (from: Fragment) => Fragment
  /** Default `/`, which asks no database. */
  path?: string
  /** Emulated seconds of load after the apply. */
  tailSeconds?: number
  meets: (rollout: Rollout, stand: Stand) => Promise<void> | void
}

const changes: readonly Change[] = [
  {
    title: 'another time to live',
    says: 'none',
    to: (from) => withFragment(from, { domain: { ttlSeconds: 30 } }),
    meets: (rollout) => {
      losesNothing(rollout)
      assert.is(answering(rollout).length, 1, 'the same machines answer')
    },
  },
  {
    title: 'a new version',
    says: 'rolling',
    to: (from) => withFragment(from, { version: 'v2' }),
    meets: (rollout) => {
      losesNothing(rollout)
      assert.is(answering(rollout).length, 2, 'the old machines answered, then the new ones')
    },
  },
  {
    title: 'a larger database',
    says: 'restarts database',
    to: (from) => withFragment(from, { database: { size: 'db-s-1vcpu-2gb' } }),
    path: '/health/check',
    tailSeconds: 30,
    meets: async (rollout, stand) => {
      assert.ok(gapMs(figures(rollout)) > 0, 'whoever asks the database waits for it')
      assert.not.ok(isLost(latestOf(rollout)), 'and is answered again')
      assert.is(answering(rollout).length, 1, 'by the same machines')
      assert.equal(await bookKept(stand), ['an order'])
    },
  },
  {
    title: 'another name in DNS',
    says: 'moves ingress',
    to: (from) => withFragment(from, { domain: { record: 'store' } }),
    tailSeconds: 60,
    meets: async (rollout, { site, cloud }) => {
      assert.ok(isLost(latestOf(rollout)), 'whoever uses the old name finds nothing')
      const { url } = await site.outputs()
      assert.is((await cloud.client().get(`${url}/health/check`)).status, 200)
    },
  },
  {
    title: 'another port',
    says: 'moves ingress',
    to: (from) => withFragment(from, { app: { port: 9090 } }),
    meets: async (rollout, { site, cloud }) => {
      assert.ok(isLost(latestOf(rollout)), 'whoever uses the old port is refused')
      const { url } = await site.outputs()
      assert.match(String(url), ':9090')
      assert.is((await cloud.client().get(`${url}/health/check`)).status, 200)
    },
  },
  {
    title: 'another region',
    says: 'destroys data',
    to: (from) => withFragment(from, { scaling: { region: 'fra1' } }),
    meets: (rollout, { cloud }) => {
      losesNothing(rollout)
      const [cluster, ...others] = cloud.api.state.databases
      assert.is(cluster?.region, 'fra1', 'an empty cluster, for the one with the order is gone')
      assert.equal(others, [])
    },
  },
  {
    title: 'no database any more',
    says: 'destroys data',
    to: ({ database: _, ...from }) => from,
    meets: (_rollout, { cloud }) => {
      assert.equal(cloud.api.state.databases, [], 'the order is gone, and so are its backups')
    },
  },
]

test('there is a change of every class', () => {
  const told = new Set(changes.map(({ says }) => says))
  assert.equal([...told].sort(), [...downtimes].sort())
})

testWith(
  test,
  [program('terraform'), program('curl'), postgresNeed],
  'what users meet is what diff says',
  () =>
    onStand({ scale: 30 }, async (stand) => {
      let from = withDatabase
      await bringUp(
        stand.site,
        await buildRelease({ data: withDatabase, binary: app }, folderOf(stand, 0)),
      )
      await keepBook(stand)
      for (const [index, change] of changes.entries()) {
        const to = change.to(from)
        assert.is(
          diff(await side(from), await side(to), emitAlone).downtime,
          change.says,
          change.title,
        )
        const rollout = await changed(stand, change, to, index + 1)
        asExpected(rollout)
        const { requests, lost } = figures(rollout)
        const gap = (gapMs(figures(rollout)) / 1000).toFixed(1)
        console.log(`${change.says}: ${change.title}: ${lost} of ${requests} lost, gap ${gap} s`)
        await change.meets(rollout, stand)
        from = to
      }
    }),
)

async function side(data: Fragment): Promise<Side> {
  const { output, diagnostics } = await compile({ data, binary: app, diagnostics: [] }, targets)
  if (output === undefined) throw new Error(JSON.stringify(diagnostics))
  return { ...output, binary: app, config: complete(data) as unknown as Data }
}

const folderOf = ({ folder }: Stand, index: number): string =>
  join(folder, 'releases', String(index))

async function changed(stand: Stand, change: Change, data: Fragment, index: number) {
  const { title, path, tailSeconds = 10 } = change
  const to = await buildRelease({ data, binary: app }, folderOf(stand, index))
  return underLoad(stand, title, to, { tailSeconds, ...(path !== undefined && { path }) })
}

/** Over a connection of its own: an open one needs no name. */
const latestOf = ({ requests }: Rollout): Request =>
  requests
    .filter(({ connection }) => connection === 'new')
    .reduce((latest, one) => (one.atMs > latest.atMs ? one : latest))

const keepBook = (stand: Stand) =>
  inDatabase(stand, async (sql) => {
    await sql`CREATE TABLE book (line text)`
    await sql`INSERT INTO book VALUES ('an order')`
  })

const bookKept = (stand: Stand): Promise<string[]> =>
  inDatabase(stand, async (sql) => {
    const rows = await sql`SELECT line FROM book`
    return rows.map(({ line }) => line)
  })

async function inDatabase<Result>(
  { site, cloud }: Stand,
  body: (sql: postgres.Sql) => Promise<Result>,
): Promise<Result> {
  const { database_admin_uri: address } = await site.outputs()
  return letIn(cloud, async () => {
    const sql = postgres(String(address), { ssl: 'require', max: 1, connect_timeout: 30 })
    try {
      return await body(sql)
    } finally {
      await sql.end()
    }
  })
}

test.run()
