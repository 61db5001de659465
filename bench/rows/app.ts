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
  try {
    const app = await startApp([join(project.folder, 'app')], database.environment)
    const other = await startApp([process.execPath, bare], database.environment)
    const figures: Figure[] = []
    for (const connections of [1, 10]) {
      const load = { path, connections, seconds }
      const samples = await inTurn(
        {
          ours: () => requestsPerSecond({ ...load, port: app.port }),
          theirs: () => requestsPerSecond({ ...load, port: other.port }),
        },
        pairs(30),
      )
      figures.push({
        what: `the app's health checks, ${connections === 1 ? 'one client' : `${connections} clients`}`,
        unit: 'requests/s',
        ...samples,
        against: 'bare `node:http` and `postgres`',
        aim: { rate: 0.9 },
      })
    }
    await Promise.all([endApp(app), endApp(other)])
    return figures
  } finally {
    await database.remove()
  }
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
