// The app's health check beside the least that it could be, on one PostgreSQL. With one client every
// request asks the database; of many at the same time the app answers all with one query.
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { endApp, startApp } from '../../app/test/support/app.ts'
import { createDatabase } from '../../app/test/support/database.ts'
import { root } from '../../test/support/root.ts'
import type { Bench } from '../bench.ts'
import type { Figure } from '../figure.ts'
import { inTurn } from '../in-turn.ts'
import { requestsPerSecond } from '../load.ts'

const path = '/health/check'
const seconds = 1

export async function app({ project, pairs }: Bench): Promise<Figure[]> {
  const database = await createDatabase()
  const bare = bundledBareServer(project.folder)
  const programs = { ours: [join(project.folder, 'app')], theirs: [process.execPath, bare] }
  try {
    const figures: Figure[] = []
    for (const connections of [1, 10]) {
      const runs: Samples[] = []
      for (let start = 0; start < starts; start += 1) {
        const rounds = Math.ceil(pairs(30) / starts)
        runs.push(await startedAnew(programs, { connections, rounds, ...database }))
      }
      figures.push({
        what: `the app's health checks, ${connections === 1 ? 'one client' : `${connections} clients`}`,
        unit: 'requests/s',
        ours: runs.flatMap(({ ours }) => ours),
        against: 'bare `node:http` and `postgres`',
        theirs: runs.flatMap(({ theirs }) => theirs),
        aim: { rate: 0.9 },
      })
    }
    return figures
  } finally {
    await database.remove()
  }
}

type Samples = Record<'ours' | 'theirs', number[]>
type Under = { connections: number; rounds: number; environment: Record<string, string> }

/** One process of a program may be some percent faster than the next one, for as long as it runs. */
const starts = 6

async function startedAnew(
  programs: Record<'ours' | 'theirs', string[]>,
  { connections, rounds, environment }: Under,
): Promise<Samples> {
  const [ours, theirs] = [
    await startApp(programs.ours, environment),
    await startApp(programs.theirs, environment),
  ]
  const load = { path, connections, seconds }
  const samples = await inTurn(
    {
      ours: () => requestsPerSecond({ ...load, port: ours.port }),
      theirs: () => requestsPerSecond({ ...load, port: theirs.port }),
    },
    rounds,
  )
  await Promise.all([endApp(ours), endApp(theirs)])
  return samples
}

/** One minified file, as the app is. */
function bundledBareServer(folder: string): string {
  const outfile = join(folder, 'bare-server.cjs')
  buildSync({
    absWorkingDir: root,
    entryPoints: ['bench/bare-server.ts'],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    logLevel: 'error',
  })
  return outfile
}
