// The environment -> Configuration, or every fault in it at once. Nothing else configures the
// app, and no fault repeats the value of DB_PASSWORD.
import { type Environment, type EnvironmentReader, readerOf } from './environment.ts'
import { type Level, levels } from './log.ts'

export type DatabaseSettings = {
  host: string
  port: number
  user: string
  password: string
  name: string
}

export type Configuration = {
  port: number
  drainSeconds: number
  healthTimeoutSeconds: number
  logLevel: Level
  release: string | undefined
  database: DatabaseSettings | undefined
}

export function readConfiguration(environment: Environment): Configuration | { faults: string[] } {
  const read = readerOf(environment)
  const configuration = {
    port: read.number('PORT', { fallback: 8080, least: 0, most: 65535, whole: true }),
    drainSeconds: read.number('DRAIN_SECONDS', { fallback: 15, least: 0, most: 3600 }),
    healthTimeoutSeconds: read.number('HEALTH_TIMEOUT_SECONDS', {
      fallback: 2,
      least: 0.1,
      most: 60,
    }),
    logLevel: read.choice('LOG_LEVEL', levels, 'info'),
    release: readRelease(read),
    database: readDatabase(read, environment),
  }
  return read.faults.length > 0 ? { faults: read.faults } : configuration
}

function readRelease(read: EnvironmentReader): string | undefined {
  const release = read.text('RELEASE')
  // It is sent as a header, where other characters are not allowed.
  if (release !== undefined && !/^[\x21-\x7e]{1,128}$/.test(release)) {
    read.faults.push('RELEASE must be 1 to 128 printable ASCII characters without spaces')
  }
  return release
}

function readDatabase(
  read: EnvironmentReader,
  environment: Environment,
): DatabaseSettings | undefined {
  if (environment.DB_HOST === undefined) {
    read.faults.push(...orphans(environment))
    return undefined
  }
  return {
    host: read.text('DB_HOST') ?? '',
    port: read.number('DB_PORT', { fallback: 5432, least: 1, most: 65535, whole: true }),
    user: read.required('DB_USER', 'DB_HOST is set'),
    password: read.required('DB_PASSWORD', 'DB_HOST is set'),
    name: read.required('DB_NAME', 'DB_HOST is set'),
  }
}

/** Without DB_HOST the health check asks no database, so a forgotten host must not pass unseen. */
function orphans(environment: Environment): string[] {
  return ['DB_PORT', 'DB_USER', 'DB_PASSWORD', 'DB_NAME']
    .filter((name) => environment[name] !== undefined)
    .map((name) => `${name} is set, but DB_HOST is missing`)
}
