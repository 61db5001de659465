// A backend and a check -> whether it is healthy, by consecutive outcomes. The first check comes after
// a whole interval; each one is bounded by its timeout, but by no less than 2.5 real seconds, since
// a process here answers no faster on a faster clock.
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { HealthCheck } from '../backend.ts'
import type { Clock } from '../clock.ts'

export type CheckTarget = { address: string; localAddress: string }

export type CheckedHealth = {
  isHealthy: () => boolean
  update: (check: HealthCheck) => void
  stop: () => void
}

export type CheckOutcome = { passed: boolean; reason: string }

const leastMilliseconds = 2500

export function watchHealth(
  target: CheckTarget,
  first: HealthCheck,
  {
    clock,
    initial,
    onChange,
  }: {
    clock: Clock
    /** How a backend counts that was not checked yet. */
    initial: 'up' | 'down'
    onChange: (isHealthy: boolean, reason: string) => void
  },
): CheckedHealth {
  let check = first
  let isHealthy = initial === 'up'
  let against = 0
  let isStopped = false
  let cancel = () => {}
  const note = ({ passed, reason }: CheckOutcome) => {
    against = passed === isHealthy ? 0 : against + 1
    if (against < (passed ? check.healthyThreshold : check.unhealthyThreshold)) return
    against = 0
    isHealthy = passed
    onChange(isHealthy, reason)
  }
  const schedule = () => {
    cancel = clock.after(check.intervalSeconds * 1000, async () => {
      schedule()
      const limit = Math.max(leastMilliseconds * clock.scale, check.timeoutSeconds * 1000)
      const outcome = await probe(target, check, (late) => clock.after(limit, late))
      if (!isStopped) note(outcome)
    })
  }
  schedule()
  return {
    isHealthy: () => isHealthy,
    update: (next) => {
      check = next
    },
    stop: () => {
      isStopped = true
      cancel()
    },
  }
}

/** Calls back when it is over; the result cancels it. It goes by the clock, so that an answer which
 * arrived while this process stood still is not too late. */
type Limit = (late: () => void) => () => void

export const probe = (
  target: CheckTarget,
  check: HealthCheck,
  limit: Limit,
): Promise<CheckOutcome> =>
  check.protocol === 'tcp' ? probeTcp(target, check, limit) : probeHttp(target, check, limit)

function probeHttp(target: CheckTarget, { port, path }: HealthCheck, limit: Limit) {
  return new Promise<CheckOutcome>((settle) => {
    const { address: host, localAddress } = target
    const asked = request({ host, localAddress, port, path, agent: false }, (response) => {
      const { statusCode = 0 } = response
      response.resume()
      asked.destroy()
      settle({ passed: statusCode >= 200 && statusCode < 400, reason: `status ${statusCode}` })
    })
    asked.once('error', (error) => settle({ passed: false, reason: error.message }))
    asked.end()
    bounded(asked, limit, () => settle({ passed: false, reason: 'no answer in time' }))
  })
}

function probeTcp(target: CheckTarget, { port }: HealthCheck, limit: Limit) {
  return new Promise<CheckOutcome>((settle) => {
    const { address: host, localAddress } = target
    const socket: Socket = connect({ host, localAddress, port }, () => {
      socket.destroy()
      settle({ passed: true, reason: 'connected' })
    })
    socket.once('error', (error) => settle({ passed: false, reason: error.message }))
    bounded(socket, limit, () => settle({ passed: false, reason: 'no answer in time' }))
  })
}

type Destroyable = { destroy: () => unknown; once: (event: 'close', then: () => void) => unknown }

function bounded(what: Destroyable, limit: Limit, late: () => void): void {
  const cancel = limit(() => {
    late()
    what.destroy()
  })
  what.once('close', cancel)
}
