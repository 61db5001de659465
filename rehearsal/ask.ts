// A user and a kind of request -> what came of it. Every request is `GET` and without effect. A kept
// connection that closes before the first byte of an answer proves nothing lost: the request is sent
// once more on a new one, as every HTTP client does (RFC 9110, 9.2.2), and says so.
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Clock } from '../cloud/clock.ts'
import type { Request } from './recording.ts'
import type { User } from './user.ts'

export type Ask = Pick<Request, 'connection' | 'length'> & { path: string }

export type Outcome = Pick<Request, 'tookMs' | 'status' | 'fault' | 'release' | 'retried'>

/** Emulated: a long request is on its way to the app for that long. */
const longMilliseconds = 5_000
const slices = 10
/** Emulated, after which a user gives up; but the machine that this runs on gets some real time. */
const patienceMilliseconds = 30_000
const leastPatienceMilliseconds = 6_000

export async function ask(user: User, what: Ask, clock: Clock): Promise<Outcome> {
  const start = performance.now()
  const first = await attempt(user, what, clock)
  const again = first.mayBeRetried
    ? await attempt(user, { ...what, connection: 'new' }, clock)
    : undefined
  const { status, fault, release } = again ?? first
  return {
    tookMs: Math.round((performance.now() - start) * 10) / 10,
    status,
    ...(fault !== undefined && { fault }),
    ...(release !== undefined && { release }),
    ...(again && { retried: true as const }),
  }
}

type Attempt = { status: number; fault?: string; release?: string; mayBeRetried?: boolean }

function attempt(user: User, what: Ask, clock: Clock): Promise<Attempt> {
  return new Promise((settle) => {
    const sent = open(user, what)
    const patience = Math.max(leastPatienceMilliseconds, patienceMilliseconds / clock.scale)
    const timer = setTimeout(() => sent.destroy(new Error('no answer')), patience)
    const end = (outcome: Attempt) => {
      clearTimeout(timer)
      settle(outcome)
    }
    let isAnswered = false
    sent.once('response', (response) => {
      isAnswered = true
      read(response, end)
    })
    sent.on('error', (error: NodeJS.ErrnoException) =>
      end({ ...faulty(error), mayBeRetried: sent.reusedSocket && !isAnswered && isGone(error) }),
    )
    if (what.length === 'long') sendSlowly(sent, clock)
    else sent.end()
  })
}

function open(user: User, { connection, length, path }: Ask): ClientRequest {
  return request({
    host: user.name,
    port: user.port,
    path,
    localAddress: user.localAddress,
    lookup: user.lookup,
    agent: connection === 'kept' ? user.kept : false,
    headers: {
      Host: `${user.name}:${user.port}`,
      Connection: connection === 'kept' ? 'keep-alive' : 'close',
      ...(length === 'long' && { 'Content-Length': slices }),
    },
  })
}

/** A byte of the body at a time, so that the request itself takes long, whatever the app does. */
function sendSlowly(sent: ClientRequest, clock: Clock): void {
  let left = slices
  const next = () => {
    if (sent.destroyed) return
    left -= 1
    sent.write('.')
    if (left === 0) sent.end()
    else clock.after(longMilliseconds / (slices - 1), next)
  }
  next()
}

function read(response: IncomingMessage, end: (outcome: Attempt) => void): void {
  const { statusCode: status = 0, headers } = response
  const release = headers['x-release']
  const known = { status, ...(typeof release === 'string' && { release }) }
  response.resume()
  response.once('end', () => end(known))
  response.once('error', (error) => end({ ...known, ...faulty(error), status: 0 }))
}

const faulty = ({ code, message }: NodeJS.ErrnoException): Attempt => ({
  status: 0,
  fault: code ?? message,
})

const isGone = ({ code }: NodeJS.ErrnoException): boolean =>
  code === 'ECONNRESET' || code === 'EPIPE'
