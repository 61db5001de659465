// The protocol of the emulated API: tokens, errors, paging, rate limits and what needs no resource.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { askOf, withApi } from '../cloud/api/with-api.ts'
import { scaledClock } from '../cloud/clock.ts'

const test = suite('the emulated API')

test('without a token, or with another than the one set, it answers 401', () =>
  withApi({ token: 'right' }, async ({ api }) => {
    const bare = await fetch(`${api.url}/v2/account`)
    assert.is(bare.status, 401)
    assert.is((await askOf(api.url, 'wrong')('GET /v2/account')).status, 401)
    assert.is((await askOf(api.url, 'right')('GET /v2/account')).status, 200)
  }))

test('errors are { id, message, request_id }', () =>
  withApi({}, async ({ ask, api }) => {
    const { status, body, headers } = await ask('GET /v2/droplets/1')
    assert.is(status, 404)
    assert.is(body.id, 'not_found')
    assert.is(typeof body.message, 'string')
    assert.is(body.request_id, headers.get('x-request-id'))
    assert.is((await ask('POST /v2/tags', {})).body.id, 'unprocessable_entity')
    assert.is((await ask('POST /v2/tags', { name: 1 })).status, 422)
    assert.is((await ask('GET /v2/kubernetes/clusters')).status, 404)
    const broken = await fetch(`${api.url}/v2/tags`, {
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      body: '{',
    })
    assert.is(broken.status, 400)
  }))

test('HEAD answers without a body', () =>
  withApi({}, async ({ api }) => {
    const headers = { authorization: 'Bearer t' }
    const answer = await fetch(`${api.url}/v2/sizes`, { method: 'HEAD', headers })
    assert.is(answer.status, 200)
    assert.is(await answer.text(), '')
  }))

test('lists come in pages of 20, at most 200, with the links that make sense', () =>
  withApi({}, async ({ ask, api }) => {
    for (let number = 1; number <= 45; number += 1)
      await ask('POST /v2/tags', { name: `t${number}` })
    const first = (await ask('GET /v2/tags')).body
    assert.is(first.tags.length, 20)
    assert.equal(first.meta, { total: 45 })
    assert.equal(first.links.pages, {
      next: `${api.url}/v2/tags?page=2`,
      last: `${api.url}/v2/tags?page=3`,
    })
    const last = (await ask('GET /v2/tags?page=3&per_page=20')).body
    assert.is(last.tags.length, 5)
    assert.equal(Object.keys(last.links.pages), ['first', 'prev'])
    const all = (await ask('GET /v2/tags?per_page=500')).body
    assert.is(all.tags.length, 45)
    assert.equal(all.links, {})
  }))

test('the rate limit is told in headers and enforced for an emulated hour', () =>
  withApi({ requestsPerHour: 3, clock: scaledClock() }, async ({ ask }) => {
    const first = await ask('GET /v2/account')
    assert.is(first.headers.get('ratelimit-limit'), '3')
    assert.is(first.headers.get('ratelimit-remaining'), '2')
    assert.ok(Number(first.headers.get('ratelimit-reset')) > Date.now() / 1000)
    await ask('GET /v2/account')
    await ask('GET /v2/account')
    const refused = await ask('GET /v2/account')
    assert.is(refused.status, 429)
    assert.is(refused.body.id, 'too_many_requests')
  }))

test('regions, sizes and images are those of the facts', () =>
  withApi({}, async ({ ask }) => {
    const { regions } = (await ask('GET /v2/regions?per_page=200')).body
    const { sizes } = (await ask('GET /v2/sizes?per_page=200')).body
    const { images } = (await ask('GET /v2/images?type=distribution&per_page=200')).body
    assert.ok(regions.some(({ slug }: { slug: string }) => slug === 'ams3'))
    const small = sizes.find(({ slug }: { slug: string }) => slug === 's-1vcpu-1gb')
    assert.equal([small.memory, small.vcpus, small.disk], [1024, 1, 25])
    const slugs = images.map(({ slug }: { slug: string }) => slug)
    assert.ok(slugs.includes('debian-13-x64'))
    assert.not.ok(slugs.includes('debian-12-x64'), 'ended images are not listed')
    const bySlug = (await ask('GET /v2/images/debian-13-x64')).body.image
    const byId = (await ask(`GET /v2/images/${bySlug.id}`)).body.image
    assert.equal(bySlug, byId)
    assert.equal((await ask('GET /v2/images?private=true')).body.images, [])
  }))

const ed25519 =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIHkH2rVGjWP1fEVYlX6l0Xzq1N6kqRHlVxX4oXh6Jr2 ops@example.com'

test('SSH keys are found by id and by fingerprint, and taken once', () =>
  withApi({}, async ({ ask }) => {
    const made = await ask('POST /v2/account/keys', { name: 'ops', public_key: ed25519 })
    assert.is(made.status, 201)
    const { id, fingerprint } = made.body.ssh_key
    assert.match(fingerprint, /^([0-9a-f]{2}:){15}[0-9a-f]{2}$/)
    assert.is((await ask('POST /v2/account/keys', { name: 'b', public_key: ed25519 })).status, 422)
    assert.is((await ask('POST /v2/account/keys', { name: 'b', public_key: 'no' })).status, 422)
    assert.is((await ask(`GET /v2/account/keys/${fingerprint}`)).body.ssh_key.id, id)
    const renamed = await ask(`PUT /v2/account/keys/${id}`, { name: 'new' })
    assert.is(renamed.body.ssh_key.name, 'new')
    assert.is((await ask(`DELETE /v2/account/keys/${id}`)).status, 204)
    assert.is((await ask(`GET /v2/account/keys/${id}`)).status, 404)
  }))

test('projects have a default one that all resources belong to until they are assigned', () =>
  withApi({}, async ({ ask }) => {
    await ask('POST /v2/domains', { name: 'example.com' })
    const resources = async (id: string) =>
      (await ask(`GET /v2/projects/${id}/resources`)).body.resources.map(
        ({ urn }: { urn: string }) => urn,
      )
    assert.equal(await resources('default'), ['do:domain:example.com'])
    const made = await ask('POST /v2/projects', { name: 'app', purpose: 'Web Application' })
    const { id } = made.body.project
    await ask(`POST /v2/projects/${id}/resources`, { resources: ['do:domain:example.com'] })
    assert.equal(await resources(id), ['do:domain:example.com'])
    assert.equal(await resources('default'), [])
    assert.is((await ask(`DELETE /v2/projects/${id}`)).status, 412)
    await ask('DELETE /v2/domains/example.com')
    assert.is((await ask(`DELETE /v2/projects/${id}`)).status, 204)
    assert.is((await ask('DELETE /v2/projects/default')).status, 412)
  }))

test.run()
