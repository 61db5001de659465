// What a system costs per month, and that what has no price in the tables is named, not nothing.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { monthlyCosts, totalText } from '../compiler/costs/monthly-costs.ts'
import type { System } from '../compiler/model/system.ts'
import { compiled, type Fragment } from './support/system.ts'

const test = suite('monthly costs')

async function system(fragment: Fragment): Promise<System> {
  const { output } = await compiled(fragment)
  if (output === undefined) throw new Error('it does not compile')
  return output.system
}

const gateFrom = ['203.0.113.0/24']

const cases: readonly [fragment: Fragment, total: string][] = [
  [{}, '18.00'],
  [{ scaling: { ingress: 'reserved-ip' } }, '6.00'],
  [{ scaling: { ingress: 'reserved-ip', instances: 2 }, access: { gateFrom } }, '24.00'],
  [{ scaling: { instances: 3, size: 's-2vcpu-2gb' }, access: { gateFrom } }, '66.00'],
]

for (const [fragment, total] of cases) {
  test(`${JSON.stringify(fragment)}: ${total}`, async () => {
    assert.is(totalText(monthlyCosts(await system(fragment))), total)
  })
}

test('a size that is in no table is unknown, and the sum is at least', async () => {
  const known = await system({ database: {} })
  const [service] = known.services
  const costs = monthlyCosts({ ...known, services: [{ ...service, size: 's-1000vcpu' }] })
  assert.equal(costs.unknown, ['1 × droplet `s-1000vcpu`'])
  assert.match(totalText(costs), /^at least \d+\.\d\d$/)
  assert.match(costs.date, /^\d{4}-\d\d-\d\d$/)
})

test.run()
