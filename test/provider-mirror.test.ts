// The provider as an executable that terraform installs from a filesystem mirror and starts itself,
// with TLS and without.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Api, startApi } from '../cloud/api/start-api.ts'
import { scaledClock } from '../cloud/clock.ts'
import { installMirror } from '../cloud/provider/install-mirror.ts'
import { startTerraform, terraformDoes } from '../cloud/provider/testing/offline-terraform.ts'
import { root } from './support/root.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('provider: mirror')
const needs = [program('terraform')]

let folder: string
let api: Api
let environment: { [name: string]: string }

test.before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'immuc-provider-mirror-'))
  api = await startApi({ clock: scaledClock({ scale: 2_000 }), requestsPerHour: 1e9 })
  const bundle = join(folder, 'provider.mjs')
  await build({
    entryPoints: [join(root, 'cloud/provider/executable.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  const command = [process.execPath, bundle]
  const configuration = join(folder, 'terraform.rc')
  writeFileSync(configuration, installMirror({ folder: join(folder, 'mirror'), command }))
  mkdirSync(join(folder, 'tmp'))
  environment = {
    TF_CLI_CONFIG_FILE: configuration,
    TMPDIR: join(folder, 'tmp'),
    DIGITALOCEAN_API_URL: api.url,
    DIGITALOCEAN_TOKEN: 'any',
    IMMUC_PROVIDER_POLL_MS: '20',
  }
})
test.after(async () => {
  await api.close()
  rmSync(folder, { recursive: true, force: true })
})

function workFolder(name: string): string {
  const path = join(folder, name)
  mkdirSync(path)
  writeFileSync(
    join(path, 'main.tf'),
    `terraform {
  required_providers {
    digitalocean = { source = "digitalocean/digitalocean", version = ">= 2.95.0, < 3.0.0" }
  }
}
resource "digitalocean_tag" "app" { name = "${name}" }
`,
  )
  return path
}

for (const [name, extra] of [
  ['tls', {}],
  ['plain', { TF_DISABLE_PLUGIN_TLS: '1' }],
] as const) {
  testWith(test, needs, `${name}: init, apply and destroy`, async () => {
    const work = workFolder(name)
    const surroundings = { folder: work, environment: { ...environment, ...extra } }
    await terraformDoes(surroundings, 'init')
    assert.match(readFileSync(join(work, '.terraform.lock.hcl'), 'utf8'), 'version     = "2.99.1"')
    const verbose = { ...surroundings.environment, TF_LOG: 'WARN' }
    const applied = startTerraform({ ...surroundings, environment: verbose }, [
      ...['apply', '-auto-approve'],
    ])
    const { status, stderr } = await applied.ended
    assert.is(status, 0, stderr)
    assert.not.match(stderr, 'failed to exit gracefully')
    assert.ok(api.state.tags.includes(name))
    await terraformDoes(surroundings, 'destroy', '-auto-approve')
    assert.not.ok(api.state.tags.includes(name))
    assert.equal(readdirSync(join(folder, 'tmp')), [])
  })
}

testWith(test, needs, 'started by hand it says what it is', async () => {
  const { spawnSync } = await import('node:child_process')
  const { status, stderr, stdout } = spawnSync(process.execPath, [join(folder, 'provider.mjs')], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  assert.is(status, 1)
  assert.match(stderr, 'Terraform starts it')
  assert.is(stdout, '')
})

test.run()
