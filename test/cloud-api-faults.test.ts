// Injected faults: requests that are refused or never answered, work that errs, is late or never ends.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Fault, parseFault } from '../cloud/api/faults.ts'
import { withApi } from '../cloud/api/with-api.ts'

const test = suite('the emulated API: faults')

const statuses: [string, Fault, number[]][] = [
  ['the next', { match: 'GET /v2/account', answer: 429 }, [429, 200, 200, 200]],
  ['the third', { match: 'GET /v2/account', skip: 2, answer: 500 }, [200, 200, 500, 200]],
  ['two', { match: 'GET /v2/*', times: 2, answer: 503 }, [503, 503, 200, 200]],
  ['every', { match: 'GET /v2/**', times: 'every', answer: 500 }, [500, 500, 500, 500]],
  ['another method', { match: 'POST /v2/account', answer: 500 }, [200, 200, 200, 200]],
  ['a late', { match: 'GET /v2/account', answer: { lateSeconds: 1 } }, [200, 200, 200, 200]],
]

for (const [what, fault, expected] of statuses) {
  test(`${what} request is hit: ${JSON.stringify(fault)}`, () =>
    withApi({ faults: [fault] }, async ({ ask }) => {
      const seen: number[] = []
      for (const _ of expected) seen.push((await ask('GET /v2/account')).status)
      assert.equal(seen, expected)
    }))
}

test('a request that is never answered ends with the API, and is in the log', async () => {
  const { hanging, hit } = await withApi({}, async ({ api, ask }) => {
    api.faults.add({ match: 'GET /v2/account', answer: 'never' })
    const hanging = ask('GET /v2/account').then(
      () => 'answered',
      () => 'cut',
    )
    const hit = await api.events.until(({ kind }) => kind === 'fault')
    await api.events.until((event) => event.kind === 'api' && event.status === 0)
    return { hanging, hit }
  })
  assert.is(await hanging, 'cut')
  assert.is('match' in hit && hit.match, 'GET /v2/account')
})

const droplet = { name: 'app', region: 'ams3', size: 's-1vcpu-1gb', image: 'debian-13-x64' }

test('a droplet that never becomes active stays new and locked, and can be deleted', () => {
  const faults: Fault[] = [{ match: 'create droplet stuck*', answer: 'never' }]
  return withApi({ faults }, async ({ ask, reached }) => {
    const stuck = (await ask('POST /v2/droplets', { ...droplet, name: 'stuck-1' })).body.droplet
    const other = (await ask('POST /v2/droplets', droplet)).body.droplet
    await reached('droplet', 'active', other.id)
    const seen = (await ask(`GET /v2/droplets/${stuck.id}`)).body.droplet
    assert.equal([seen.status, seen.locked], ['new', true])
    assert.is((await ask(`DELETE /v2/droplets/${stuck.id}`)).status, 204)
  })
})

test('an action that errs is errored and complete, and the droplet is free again', () => {
  const faults: Fault[] = [{ match: 'snapshot droplet', answer: 'error' }]
  return withApi({ faults }, async ({ ask, reached }) => {
    const { id } = (await ask('POST /v2/droplets', droplet)).body.droplet
    await reached('droplet', 'active', id)
    const path = `/v2/droplets/${id}/actions`
    const { action } = (await ask(`POST ${path}`, { type: 'snapshot', name: 'a' })).body
    await reached('action', 'errored', action.id)
    const seen = (await ask(`GET ${path}/${action.id}`)).body.action
    assert.is(seen.status, 'errored')
    assert.ok(seen.completed_at)
    assert.is((await ask(`GET /v2/droplets/${id}`)).body.droplet.locked, false)
    assert.is((await ask(`POST ${path}`, { type: 'snapshot', name: 'a' })).status, 201)
  })
})

test('work that is late comes all the same', () => {
  const faults: Fault[] = [{ match: 'create load-balancer', answer: { lateSeconds: 90 } }]
  return withApi({ faults }, async ({ ask, reached, api }) => {
    const rule = { entry_protocol: 'tcp', entry_port: 1, target_protocol: 'tcp', target_port: 1 }
    const body = { name: 'lb', region: 'ams3', forwarding_rules: [rule] }
    const { id } = (await ask('POST /v2/load_balancers', body)).body.load_balancer
    const began = await reached('load-balancer', 'created', id)
    const ended = await reached('load-balancer', 'active', id)
    assert.ok(ended.at - began.at >= 150_000, 'ninety seconds later than the usual sixty')
    assert.ok(api.events.list.some(({ kind }) => kind === 'fault'))
  })
})

const lines: [string, Fault][] = [
  ['POST /v2/droplets -> 429', { match: 'POST /v2/droplets', answer: 429 }],
  ['POST /v2/* -> 500 x3 after 1', { match: 'POST /v2/*', answer: 500, times: 3, skip: 1 }],
  ['create droplet -> never every', { match: 'create droplet', answer: 'never', times: 'every' }],
  ['resize droplet app -> error', { match: 'resize droplet app', answer: 'error' }],
  ['create database -> late 90s', { match: 'create database', answer: { lateSeconds: 90 } }],
]

for (const [line, fault] of lines) {
  test(`the command line's ${line}`, () => {
    assert.equal(parseFault(line), fault)
  })
}

test('a line that is no fault is refused', () => {
  assert.throws(() => parseFault('POST /v2/droplets = 429'), /not a fault/)
})

test.run()
