// The image template is what a Packer without `packer init` accepts, from wherever it is run.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { goldenCases } from './support/golden.ts'
import { artifactsOf, type Fragment } from './support/system.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('packer')
const packer = program('packer')
const folders = goldenCases().map(({ expected }) => join(expected, 'packer'))

/** It leaves nothing behind, and asks nobody for a newer version. */
function validate(cwd: string, template: string, env: Record<string, string>) {
  const home = mkdtempSync(join(tmpdir(), 'immuc-packer-'))
  try {
    return spawnSync('packer', ['validate', template], {
      cwd,
      env: { PATH: process.env.PATH, HOME: home, CHECKPOINT_DISABLE: '1', ...env },
      encoding: 'utf8',
    })
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const token = { DIGITALOCEAN_API_TOKEN: 'x' }

type Place = (folder: string) => [cwd: string, template: string]

const places: Record<string, Place> = {
  'beside it': (folder) => [folder, 'image.pkr.json'],
  'the output folder': (folder) => [dirname(folder), 'packer/image.pkr.json'],
  'another folder': (folder) => [tmpdir(), relative(tmpdir(), join(folder, 'image.pkr.json'))],
  'the root': (folder) => ['/', join(folder, 'image.pkr.json')],
}

for (const [index, folder] of folders.entries()) {
  const name = basename(dirname(dirname(folder)))
  const all = Object.entries(places)
  const from = index === 0 ? all : all.slice(index % all.length).slice(0, 1)
  testWith(
    test,
    [packer],
    `${name}: validate from ${from.map(([place]) => place).join(', ')}`,
    () => {
      for (const [, place] of from) {
        const [cwd, template] = place(folder)
        const { status, stdout, stderr } = validate(cwd, template, token)
        assert.is(status, 0, `${cwd} ${template}\n${stdout}${stderr}`)
      }
    },
  )
}

testWith(test, [packer], 'a template that lacks something is found', () => {
  const [folder = ''] = folders
  assert.is(validate(folder, 'image.pkr.json', {}).status, 1, 'no token')
  assert.is(validate(folder, '../ansible/playbook.yml', token).status, 1, 'no template')
})

test('the plugins stand apart, where an old Packer does not stumble over them', () => {
  for (const folder of folders) {
    const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
    assert.not('packer' in read('image.pkr.json'))
    const { '//': _comment, ...plugins } = read('plugins.pkr.json')
    assert.equal(Object.keys(plugins), ['packer'])
    assert.equal(Object.keys(plugins.packer.required_plugins), ['digitalocean', 'ansible'])
  }
})

test('the image that is built is the image that is looked up', () => {
  for (const { expected } of goldenCases()) {
    const read = (path: string) => JSON.parse(readFileSync(join(expected, path), 'utf8'))
    const [source] = Object.values<{ snapshot_name: string; region: string }>(
      read('packer/image.pkr.json').source.digitalocean,
    )
    const { locals, data } = read('terraform/image.tf.json')
    assert.is(source?.snapshot_name, locals.image_name)
    const [lookup] = Object.values<{ filter: object[] }>(data.digitalocean_images)
    assert.equal(lookup?.filter.at(-1), { key: 'regions', values: [source?.region] })
  }
})

const sameImage: Record<string, Fragment> = {
  'an environment': { app: { env: { A: 'b', KEY: { secret: true } } } },
  'a domain and a database': { domain: { zone: 'example.com', record: 'a' }, database: {} },
  'more and larger machines': { scaling: { instances: 2, size: 's-2vcpu-4gb' } },
  'a health check': { app: { health: { path: '/up', intervalSeconds: 20 } } },
  access: { access: { gateFrom: ['203.0.113.0/24'], sshKeys: ['laptop'] } },
}

const anotherImage: Record<string, Fragment> = {
  'a version': { version: 'v2' },
  'a checksum': { app: { artifact: { sha256: '0'.repeat(64) } } },
  'a package': { app: { packages: ['nodejs'] } },
  'a command': { app: { command: ['/usr/bin/env', 'shop'] } },
  'a port': { app: { port: 9000 } },
  'a drain': { app: { health: { drainSeconds: 1 } } },
  'a base': { image: { base: 'ubuntu-24-04-x64' } },
  'a region': { scaling: { region: 'fra1' } },
}

test('an image has another name exactly when something else is baked into it', async () => {
  const nameOf = async (fragment: Fragment): Promise<string> => {
    const text = (await artifactsOf(fragment)).get('terraform/image.tf.json') ?? ''
    return JSON.parse(text).locals.image_name
  }
  for (const [what, fragment] of Object.entries(sameImage)) {
    assert.is(await nameOf(fragment), await nameOf({}), what)
  }
  const names = await Promise.all(Object.values(anotherImage).map(nameOf))
  assert.is(new Set([...names, await nameOf({})]).size, names.length + 1)
})

test.run()
