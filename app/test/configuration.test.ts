// The environment, good and bad -> what the app makes of it, as a pure function.
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { readConfiguration } from '../configuration.ts'

const database = { DB_HOST: 'db', DB_USER: 'app', DB_PASSWORD: 'hunter2', DB_NAME: 'shop' }

const faultsOf = (environment: Record<string, string>): string[] => {
  const reading = readConfiguration(environment)
  return 'faults' in reading ? reading.faults : []
}

test('an empty environment is a working configuration without a database', () => {
  assert.equal(readConfiguration({}), {
    port: 8080,
    drainSeconds: 15,
    healthTimeoutSeconds: 2,
    logLevel: 'info',
    release: undefined,
    database: undefined,
  })
})

test('every variable is read', () => {
  const environment = {
    ...database,
    PORT: '80',
    DB_PORT: '25060',
    DRAIN_SECONDS: '0.5',
    HEALTH_TIMEOUT_SECONDS: '4',
    LOG_LEVEL: 'debug',
    RELEASE: 'v1.4.0',
  }
  assert.equal(readConfiguration(environment), {
    port: 80,
    drainSeconds: 0.5,
    healthTimeoutSeconds: 4,
    logLevel: 'debug',
    release: 'v1.4.0',
    database: { host: 'db', port: 25060, user: 'app', password: 'hunter2', name: 'shop' },
  })
})

test('all faults are named at once', () => {
  const environment = { PORT: '80a', DRAIN_SECONDS: '-1', LOG_LEVEL: 'loud', DB_HOST: 'db' }
  assert.equal(faultsOf(environment), [
    'PORT is "80a", not a whole number from 0 to 65535',
    'DRAIN_SECONDS is "-1", not a number from 0 to 3600',
    'LOG_LEVEL is "loud", not one of debug, info, warn, error',
    'DB_USER is missing: DB_HOST is set',
    'DB_PASSWORD is missing: DB_HOST is set',
    'DB_NAME is missing: DB_HOST is set',
  ])
})

test('a database setting without DB_HOST is a fault, not a service without a database', () => {
  assert.equal(faultsOf({ DB_USER: 'app', DB_NAME: 'shop' }), [
    'DB_USER is set, but DB_HOST is missing',
    'DB_NAME is set, but DB_HOST is missing',
  ])
})

test('a variable that is set must not be empty', () => {
  assert.equal(faultsOf({ ...database, DB_HOST: '', RELEASE: '' }), [
    'RELEASE is set but empty',
    'DB_HOST is set but empty',
  ])
})

for (const value of ['65536', '1e3', '0x50', ' 80', '8.5', '-0', 'NaN', '999999999999999999999']) {
  test(`PORT="${value}" is refused`, () => {
    assert.equal(faultsOf({ PORT: value }).length, 1)
  })
}

for (const value of ['v1 beta', 'v1\nSet-Cookie: x', 'vé', 'x'.repeat(129)]) {
  test(`RELEASE=${JSON.stringify(value.slice(0, 20))} cannot be a header and is refused`, () => {
    assert.equal(faultsOf({ RELEASE: value }).length, 1)
  })
}

test('no fault repeats the password', () => {
  const environment = { ...database, DB_USER: '', DB_PORT: 'x', DB_PASSWORD: 'hunter2' }
  assert.equal(faultsOf(environment).length, 2)
  assert.not.match(faultsOf(environment).join(), 'hunter2')
})

test.run()
