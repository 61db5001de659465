// Every text that may stand in a config arrives in the app's process as it was written: through
// terraform, cloud-init and systemd, each of them the real one. What could not is refused.
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { anyText, hostileTexts } from './support/hostile-text.ts'
import { withOfflineSet } from './support/offline-set.ts'
import { type Artifacts, artifactsOf, compiled } from './support/system.ts'
import { realSystemd, withSystemd } from './support/systemd.ts'
import type { Seen } from './support/systemd-seen.ts'
import { terraform } from './support/terraform.ts'
import { testWith } from './support/tools.ts'
import { cloudInit, writeFilesCommand } from './support/user-data.ts'

const test = suite('hostile texts')

const texts = [...hostileTexts, ...fc.sample(anyText, { numRuns: 200, seed: 1 })]
// More than a pipe holds at once, and than a line usually has.
const long = 'a$"\\`'.repeat(1500)

const named = (prefix: string, values: readonly string[]): [string, string][] =>
  values.map((value, index) => [`${prefix}${index}`, value])

/** The environment that the app of these artifacts is started with, and its arguments. */
async function arrived(artifacts: Artifacts, secrets: [string, string][]): Promise<Seen> {
  const env = Object.fromEntries(
    secrets.map(([name, value]) => [`TF_VAR_secret_${name.toLowerCase()}`, value]),
  )
  const userData = await withOfflineSet(
    artifacts,
    { env, probes: { userData: 'local.user_data' } },
    ({ does, probed }) => {
      does('apply -auto-approve')
      return String(probed().userData)
    },
  )
  const unit = artifacts.get('ansible/files/shop.service') ?? ''
  const files = [
    { path: '/etc/systemd/system/shop.service', content: unit },
    { path: '/srv/user-data', content: userData },
  ]
  return await withSystemd(files, async (machine) => {
    const written = await machine.run(writeFilesCommand('/srv/user-data', ''))
    assert.is(written.status, 0, written.stderr)
    await machine.run(['systemctl', 'start', 'shop.service'])
    const seen = await machine.seen('shop.service')
    if (seen === undefined) throw new Error(await machine.journal('shop.service'))
    return seen
  })
}

testWith(
  test,
  [terraform, cloudInit, realSystemd],
  'environment, secrets and arguments arrive unchanged',
  async () => {
    const settings = named('SETTING_', [...texts, long])
    const secrets = named('SECRET_', texts)
    const artifacts = await artifactsOf({
      app: {
        command: ['/bin/sh', '-c', 'sleep 600; :', 'sh', ...texts, long],
        env: Object.fromEntries([
          ...settings.map(([name, plain]) => [name, { plain }]),
          ...secrets.map(([name]) => [name, { secret: true }]),
        ]),
      },
    })
    const { environment, argv } = await arrived(artifacts, secrets)
    for (const [name, value] of [...settings, ...secrets]) assert.is(environment[name], value, name)
    assert.equal(argv.slice(4), [...texts, long])
  },
)

testWith(test, [terraform], 'SSH keys are looked up by the names they have', async () => {
  const sshKeys = hostileTexts.filter((text) => text !== '')
  const probes = { names: 'keys(data.digitalocean_ssh_key.shop)' }
  await withOfflineSet(
    await artifactsOf({ access: { sshKeys } }),
    { probes },
    ({ does, probed }) => {
      does('apply -auto-approve')
      assert.equal([...(probed().names as string[])].sort(), sshKeys.sort())
    },
  )
})

const refused = [
  { name: 'NUL', text: 'a\0b', code: 'control-character' },
  { name: 'a noncharacter', text: 'a\ufdd0', code: 'control-character' },
  { name: 'a noncharacter of another plane', text: '\u{1fffe}', code: 'control-character' },
  { name: 'half a surrogate pair', text: 'a\ud83d', code: 'control-character' },
]

const codesOf = async (fragment: Parameters<typeof compiled>[0]) =>
  (await compiled(fragment)).diagnostics.map(({ code }) => code)

test('what can not arrive is refused', async () => {
  for (const { name, text, code } of refused) {
    assert.equal(await codesOf({ app: { env: { A: text } } }), [code], name)
    assert.equal(await codesOf({ app: { command: ['/bin/a', text] } }), [code], name)
  }
  assert.equal(await codesOf({ app: { env: { A: 'e\u0301' } } }), ['not-normalized'])
  assert.equal(await codesOf({ app: { command: ['/bin/a', 'e\u0301'] } }), [])
  const half = '$'.repeat(20_000)
  assert.equal(await codesOf({ app: { env: { A: half } } }), [])
  assert.equal(await codesOf({ app: { env: { A: half, B: half } } }), ['env-too-large'])
})

testWith(test, [realSystemd], 'and rightly so: systemd would not start the app', async () => {
  const files = refused.slice(0, 3).flatMap(({ text }, index) => [
    { path: `/opt/${index}.env`, content: `A="${text}"\n` },
    {
      path: `/etc/systemd/system/${index}.service`,
      content: `[Service]\nEnvironmentFile=/opt/${index}.env\nExecStart=/bin/sleep 60\n`,
    },
  ])
  await withSystemd(files, async (machine) => {
    for (const index of [0, 1, 2]) {
      await machine.run(['systemctl', 'start', `${index}.service`])
      assert.is((await machine.show(`${index}.service`)).ActiveState, 'failed')
    }
  })
})

testWith(test, [terraform], 'and rightly so: terraform would change it', async () => {
  const artifacts = await artifactsOf({ app: { env: { A: { secret: true } } } })
  const options = { env: { TF_VAR_secret_a: 'e\u0301' }, probes: { a: 'var.secret_a' } }
  await withOfflineSet(artifacts, options, ({ does, probed }) => {
    does('apply -auto-approve')
    assert.is(probed().a, '\u00e9')
  })
})

test.run()
