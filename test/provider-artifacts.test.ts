// Every golden Terraform folder is one that stock terraform accepts with the provider: init, validate
// and a plan that creates everything, against an account that has the image and the SSH keys.
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { addImage } from '../cloud/api/add-image.ts'
import { type Api, startApi } from '../cloud/api/start-api.ts'
import { type ServedProvider, serveProvider } from '../cloud/provider/serve-provider.ts'
import { terraformDoes } from '../cloud/provider/testing/offline-terraform.ts'
import { type GoldenCase, goldenCases } from './support/golden.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('provider: artifacts')
const cases = goldenCases()

let api: Api
let served: ServedProvider

test.before(async () => {
  api = await startApi({ requestsPerHour: 1e9 })
  served = await serveProvider({ apiUrl: api.url, token: 'any', pollMs: 20 })
})
test.after(async () => {
  await served.close()
  await api.close()
})

test('there are golden folders', () => {
  assert.ok(cases.length >= 4)
})

type Configuration = {
  locals?: { image_name?: string; region?: string; ssh_keys?: string[] }
  variable?: { [name: string]: unknown }
}

const read = (folder: string, file: string) =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Configuration

/** The image and the keys that the configuration looks for. */
function prepareAccount(folder: string): void {
  const { image_name } = read(folder, 'image.tf.json').locals ?? {}
  const { region = '', ssh_keys = [] } = read(folder, 'droplets.tf.json').locals ?? {}
  const id = 900_000 + api.state.images.length
  addImage(api, { id, name: String(image_name), regions: [region] })
  for (const name of ssh_keys) {
    const key = { id: 1 + api.state.keys.length, name, public_key: 'ssh-ed25519 A' }
    const known = api.state.keys.some((each) => each.name === name)
    if (!known) api.state.keys.push({ ...key, fingerprint: name })
  }
}

function secretsOf(folder: string): { [name: string]: string } {
  const names = Object.keys(read(folder, 'variables.tf.json').variable ?? {})
  const secrets = names.filter((name) => name.startsWith('secret_'))
  return Object.fromEntries(secrets.map((name) => [`TF_VAR_${name}`, 'a secret']))
}

async function planned({ expected }: GoldenCase, folder: string): Promise<string[]> {
  cpSync(expected, folder, { recursive: true })
  const terraform = join(folder, 'terraform')
  prepareAccount(terraform)
  const environment = { ...served.environment, ...secretsOf(terraform) }
  const does = (...words: string[]) => terraformDoes({ folder: terraform, environment }, ...words)
  await does('init')
  await does('validate')
  await does('plan', '-out=plan')
  const { resource_changes } = JSON.parse(await does('show', '-json', 'plan'))
  return (resource_changes as { mode: string; change: { actions: string[] } }[])
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ change }) => change.actions)
}

for (const golden of cases) {
  testWith(test, [program('terraform')], `${golden.name} can be planned`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'immuc-provider-artifacts-'))
    try {
      const actions = await planned(golden, folder)
      assert.ok(actions.length > 5)
      assert.equal([...new Set(actions)], ['create'])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

test.run()
