// Servers that are no database, or not for long -> a check that fails for the right reason, leaves
// no connection behind and never shows the password.
import { setTimeout as wait } from 'node:timers/promises'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { until } from '../../test/support/until.ts'
import { attachDatabase } from '../database.ts'
import { createStubServer, type StubServer } from './support/stub-server.ts'

let stub: StubServer

test.after.each(() => stub.close())

const attach = (port: number, deadlineSeconds: number) =>
  attachDatabase(
    { host: '127.0.0.1', port, user: 'app', password: 'hunter2', name: 'app' },
    deadlineSeconds,
  )

const failureOf = (checking: Promise<void>): Promise<string> =>
  checking.then(
    () => 'none',
    (error) => error.message,
  )

test('a server that hangs up is asked once per check, not in a loop', async () => {
  stub = await createStubServer((socket) => socket.once('data', () => socket.end()))
  const database = attach(stub.port, 30)
  const failure = 'the database closed the connection unanswered'
  assert.is(await failureOf(database.check()), failure)
  assert.is(await failureOf(database.check()), failure)
  assert.is(stub.taken(), 2)
})

test('a server that says nothing fails within the deadline, and its connection is closed', async () => {
  let open = 0
  stub = await createStubServer((socket) => {
    open += 1
    socket.resume().once('close', () => {
      open -= 1
    })
  })
  const database = attach(stub.port, 0.2)
  assert.is(await failureOf(database.check()), 'the database did not answer within 0.2 s')
  await until('the connection is closed', () => open === 0)
  assert.is(stub.taken(), 1)
})

test('a server that refuses TLS never sees the password', async () => {
  let received = ''
  stub = await createStubServer((socket) => {
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
      // "N" declines TLS; the rest asks for the password in clear text.
      if (received.length === 8) socket.write('NR\0\0\0\x08\0\0\0\x03')
      else socket.end()
    })
  })
  const database = attach(stub.port, 30)
  assert.is(await failureOf(database.check()), 'the database server offers no TLS: refused')
  assert.not.match(received, 'hunter2')
})

test('checks at the same time share one query', async () => {
  stub = await createStubServer(() => {})
  const database = attach(stub.port, 0.2)
  const first = database.check()
  assert.is(database.check(), first)
  assert.is(await failureOf(first), 'the database did not answer within 0.2 s')
  assert.is.not(database.check(), first)
  assert.is(await failureOf(database.check()), 'the database did not answer within 0.2 s')
})

test('a check that was given up before it dialled opens no connection later', async () => {
  stub = await createStubServer(() => {})
  const database = attach(stub.port, 0)
  assert.is(await failureOf(database.check()), 'the database did not answer within 0 s')
  await wait(200)
  assert.is(stub.taken(), 0)
})

test.run()
