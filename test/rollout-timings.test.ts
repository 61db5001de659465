// The timings that people are told, against the seconds that the steps in the Terraform files wait.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { rolloutSteps } from '../compiler/model/rollout-timings.ts'
import { compiled, type Fragment, textsOf } from './support/system.ts'

const test = suite('rollout timings')

const health = {
  intervalSeconds: 7,
  timeoutSeconds: 4,
  healthyThreshold: 4,
  startupSeconds: 123,
  drainSeconds: 41,
}

const cases: readonly [name: string, fragment: Fragment][] = [
  ['load balancer', { scaling: { instances: 2 } }],
  ['reserved IP', { scaling: { ingress: 'reserved-ip' } }],
]

for (const [name, fragment] of cases) {
  test(name, async () => {
    const result = await compiled({
      ...fragment,
      app: { health },
      domain: { zone: 'example.com', record: 'app', ttlSeconds: 77 },
      access: { gateFrom: ['203.0.113.0/24'] },
    })
    assert.ok(result.output)
    const steps = rolloutSteps(result.output.system)
    const most = (words: RegExp) => steps.find(({ what }) => words.test(what))?.most
    const files = textsOf(result)
    const { terraform_data } = JSON.parse(files.get('terraform/rollout.tf.json') ?? '').resource
    const { digitalocean_droplet } = JSON.parse(
      files.get('terraform/droplets.tf.json') ?? '',
    ).resource
    const environment = (step: string) =>
      terraform_data[step].provisioner[0]['local-exec'].environment
    const command = (step: string) => terraform_data[step].provisioner[0]['local-exec'].command
    assert.is(Number(environment('healthy').STARTUP_SECONDS), most(/^each passes its/))
    if (name === 'load balancer') {
      const { WARM_SECONDS, DRAIN_SECONDS } = environment('in_rotation')
      assert.is(Number(WARM_SECONDS) + Number(DRAIN_SECONDS), most(/takes the new droplets in/))
    } else {
      assert.match(command('drained'), `sleep ${most(/the old droplet finishes/)}`)
    }
    const { timeouts } = digitalocean_droplet.shop
    assert.is(timeouts.delete, `${most(/shut down/)}s`)
    assert.is(timeouts.create, `${(most(/are created/) ?? 0) / 60}m`)
    assert.match(files.get('terraform/rollout.tf.json') ?? '', String(most(/nobody remembers/)))
  })
}

test.run()
