// The environment -> a running service, until a signal ends it. Exits 0 after a drain, 1 when the
// configuration is bad, the port is taken or something crashes, and says so in one JSON line.
import { type Configuration, readConfiguration } from './configuration.ts'
import { exitOnCrash } from './crash.ts'
import { attachDatabase } from './database.ts'
import { drain, watchConnections } from './drain.ts'
import { createHealth } from './health.ts'
import { createLog, type Log } from './log.ts'
import { reasonOf } from './reason.ts'
import { createAppServer, requestSeconds } from './server.ts'
import { listenForSignals } from './signals.ts'

async function run(configuration: Configuration, log: Log): Promise<void> {
  const { port, release, drainSeconds, healthTimeoutSeconds } = configuration
  const signals = listenForSignals()
  let draining = false
  const isDraining = () => draining
  const database =
    configuration.database && attachDatabase(configuration.database, healthTimeoutSeconds)
  const health = createHealth(database, log)
  const server = createAppServer({ health, isDraining, release, log })
  const open = watchConnections(server)
  server.once('error', (error) => fail(log, 'cannot listen', { port, reason: reasonOf(error) }))
  server.listen(port, () => log.info('listening', startFields(configuration, server.address())))

  await signals.next()
  draining = true
  // No request takes longer than to arrive and to ask the database; the second more is for transport.
  await drain({ server, open, log }, signals, {
    drainSeconds,
    finishSeconds: requestSeconds + healthTimeoutSeconds + 1,
  })
  await database?.close()
  log.info('stopped')
  process.exit(0)
}

function startFields({ release, database }: Configuration, address: unknown) {
  const port = (address as { port: number }).port
  const where = database && `${database.host}:${database.port}/${database.name}`
  return { port, release, database: where ?? null, pid: process.pid, node: process.version }
}

function fail(log: Log, message: string, fields: Record<string, unknown>): never {
  log.error(message, fields)
  process.exit(1)
}

const configuration = readConfiguration(process.env)
if ('faults' in configuration) {
  fail(createLog('error'), 'bad configuration', { faults: configuration.faults })
}
const log = createLog(configuration.logLevel)
exitOnCrash(log)
void run(configuration, log)
