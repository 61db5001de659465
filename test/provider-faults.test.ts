// What goes wrong: refused requests, requests to be tried again, states that do not come in time, an
// interruption. Terraform names the resource, and what exists stays in its state.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { addImage } from '../cloud/api/add-image.ts'
import {
  rehearsedWorkspace,
  type Workspace,
} from '../cloud/provider/testing/rehearsed-workspace.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('provider: faults')
const needs = [program('terraform')]

const head = `
terraform {
  required_providers {
    digitalocean = { source = "digitalocean/digitalocean" }
  }
}
`
const droplet = (extra: string) => `${head}
resource "digitalocean_droplet" "app" {
  name   = "app"
  image  = "4711"
  region = "fra1"
  size   = "s-1vcpu-1gb"
  ${extra}
}
`
const tag = `${head}
resource "digitalocean_tag" "app" { name = "app" }
`

let workspace: Workspace

test.before(async () => {
  workspace = await rehearsedWorkspace()
  addImage(workspace.api, { id: 4711, name: 'app' })
  workspace.write('main.tf', tag)
  await workspace.does('init')
})
test.after(() => workspace.close())

/** A droplet whose creation never ends is locked, and no destruction would begin. */
const unlocked = { locked: false, status: 'active' }

/** Whatever a test left is destroyed without its configuration. */
function faultTest(name: string, body: () => Promise<void>): void {
  testWith(test, needs, name, async () => {
    await body()
    workspace.api.faults.clear()
    for (const left of workspace.api.state.droplets) Object.assign(left, unlocked)
    workspace.write('main.tf', head)
    await workspace.does('destroy', '-auto-approve')
    assert.equal([...workspace.api.state.droplets, ...workspace.api.state.tags], [])
  })
}

const apply = (...words: string[]) => workspace.run('apply', '-auto-approve', ...words)
const unwrapped = (text: string) => text.replace(/[\s│╷╵]+/g, ' ')

async function addresses(): Promise<string[]> {
  return (await workspace.does('state', 'list')).split('\n').filter((line) => line !== '')
}

faultTest('a refusal names the request and the resource', async () => {
  workspace.write('main.tf', droplet('vpc_uuid = "00000000-0000-0000-0000-000000000000"'))
  const { status, stderr } = await apply()
  assert.is(status, 1)
  const text = unwrapped(stderr)
  assert.match(text, `Error: Error creating droplet: POST ${workspace.api.url}/v2/droplets: 422`)
  assert.match(text, 'with digitalocean_droplet.app')
  assert.equal(await addresses(), [])
})

faultTest('an argument that cannot be is refused before anything is planned', async () => {
  workspace.write('main.tf', droplet('user_data = ""'))
  const { status, stderr } = await workspace.run('validate')
  assert.is(status, 1)
  assert.match(unwrapped(stderr), 'user_data must not be empty')
})

faultTest('a plan that contradicts itself is refused', async () => {
  workspace.write('main.tf', `${head}\nresource "digitalocean_firewall" "app" { name = "app" }`)
  const { status, stderr } = await workspace.run('plan')
  assert.is(status, 1)
  assert.match(unwrapped(stderr), 'Error: At least one rule must be specified')
})

faultTest('four failures of a request are borne', async () => {
  workspace.write('main.tf', tag)
  workspace.api.faults.add({ match: 'POST /v2/tags', times: 2, answer: 429 })
  workspace.api.faults.add({ match: 'POST /v2/tags', times: 4, answer: 503 })
  const { status, stderr } = await apply()
  assert.is(status, 0, stderr)
})

faultTest('the fifth failure is told', async () => {
  workspace.write('main.tf', tag)
  workspace.api.faults.add({ match: 'POST /v2/tags', times: 'every', answer: 500 })
  const { status, stderr } = await apply()
  assert.is(status, 1)
  assert.match(unwrapped(stderr), /Error creating tag: .*: 500 .*; giving up after 5 attempt\(s\)/)
})

faultTest('a droplet that is late is known, and replaced next time', async () => {
  workspace.write('main.tf', droplet('timeouts {\n create = "1s"\n }'))
  workspace.api.faults.add({ match: 'create droplet *', answer: 'never' })
  const { status, stderr } = await apply()
  assert.is(status, 1)
  assert.match(
    unwrapped(stderr),
    /Error waiting for droplet \(\d+\) to become ready: timeout while waiting for state to become 'active' \(.*timeout: 1s\)/,
  )
  assert.equal((await workspace.plan()).actions, { 'digitalocean_droplet.app': 'delete create' })
})

faultTest('an interruption ends the wait, and the droplet stays in the state', async () => {
  workspace.write('main.tf', droplet(''))
  workspace.api.faults.add({ match: 'create droplet *', answer: 'never' })
  const before = workspace.api.events.list.at(-1)?.seq ?? 0
  const { child, ended } = workspace.start('apply', '-auto-approve')
  await workspace.api.events.until(
    (event) => event.seq > before && event.kind === 'api' && /^\/v2\/droplets\/\d/.test(event.path),
  )
  child.kill('SIGINT')
  const { status, stdout, stderr } = await ended
  assert.is(status, 1)
  assert.match(stdout, 'Interrupt received')
  assert.match(unwrapped(stderr), 'context canceled')
  assert.equal(await addresses(), ['digitalocean_droplet.app'])
})

faultTest('two configurations of the provider are two accounts', async () => {
  workspace.write(
    'main.tf',
    `${head}
provider "digitalocean" {}
provider "digitalocean" {
  alias = "other"
  token = "of somebody else"
}
data "digitalocean_ssh_keys" "own" {}
data "digitalocean_ssh_keys" "others" { provider = digitalocean.other }
`,
  )
  const { status, stderr } = await workspace.run('plan')
  assert.is(status, 1)
  assert.match(unwrapped(stderr), /401 .* with data\.digitalocean_ssh_keys\.others/)
  assert.not.match(stderr, 'ssh_keys.own')
})

test.run()
