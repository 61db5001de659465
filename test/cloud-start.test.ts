// One call starts a whole cloud; whatever it did not start, or no longer needs, is gone.
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Cloud, type CloudOptions, startCloud } from '../cloud/start-cloud.ts'
import { root } from './support/root.ts'

const test = suite('cloud: one start')

async function within(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-start-'))
  try {
    await body(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const withCloud = (options: Partial<CloudOptions>, body: (cloud: Cloud) => Promise<void>) =>
  within(async (folder) => {
    const cloud = await startCloud({ stateFolder: join(folder, 'state'), ...options })
    try {
      await body(cloud)
    } finally {
      await cloud.close()
    }
  })

const ask = async ({ api, token }: Cloud, path: string) => {
  const reply = await fetch(`${api.url}${path}`, { headers: { Authorization: `Bearer ${token}` } })
  return { status: reply.status, body: JSON.parse(await reply.text()) }
}

test('the environment has all that terraform needs, and no user configuration', () =>
  withCloud({ scale: 10 }, async (cloud) => {
    const { environment } = cloud
    assert.is(environment.DIGITALOCEAN_API_URL, cloud.api.url)
    assert.is(environment.DIGITALOCEAN_TOKEN, cloud.token)
    assert.is(environment.TF_CLI_CONFIG_FILE, '/dev/null')
    assert.is(environment.CHECKPOINT_DISABLE, '1')
    assert.match(environment.TF_REATTACH_PROVIDERS ?? '', 'digitalocean/digitalocean')
    assert.is((await ask(cloud, '/v2/droplets')).status, 200)
    assert.is((await ask({ ...cloud, token: 'another' }, '/v2/droplets')).status, 401)
  }))

test('at real time there is no other sleep; without a provider nothing is reattached', () =>
  withCloud({ provider: 'none' }, async ({ environment }) => {
    assert.not('PATH' in environment)
    assert.not('TF_REATTACH_PROVIDERS' in environment)
  }))

const slept = [
  [['20'], 20],
  [['0.5'], 0.5],
  [['.5'], 0.5],
  [['5s'], 5],
  [['1m', '20s'], 80],
  [['1.5h'], 5400],
  [['2d'], 172800],
] as const

const run = promisify(execFile)

test('commands of a script follow the clock', () =>
  withCloud({ scale: 20 }, async ({ api, environment }) => {
    const path = environment.PATH?.split(':')[0] ?? ''
    const [before, real] = [api.clock.now(), Date.now()]
    await run(join(path, 'sleep'), ['0.1m'])
    assert.ok(api.clock.now() - before >= 6000)
    assert.ok(Date.now() - real >= 290, 'it does not end before its time')
    const { stdout } = await run(join(path, 'date'), ['+%s'])
    assert.ok(Number(stdout) * 1000 > before + 5000 && Number(stdout) * 1000 <= api.clock.now())
    assert.match((await run(join(path, 'date'), ['--version'])).stdout, 'date')
    assert.is(spawnSync(join(path, 'sleep'), ['5x']).status, 1)
  }))

test('sleep asks for the time that it was told, and leaves the rest to the real one', () =>
  withCloud({ scale: 20 }, async ({ environment }) => {
    const path = environment.PATH?.split(':')[0] ?? ''
    const text = readFileSync(join(path, 'sleep'), 'utf8')
    const shown = text.replace(/exec '[^']+'/g, 'echo')
    for (const [words, seconds] of slept) {
      const printed = execFileSync('sh', ['-c', shown, 'sleep', ...words], { encoding: 'utf8' })
      assert.match(printed, new RegExp(`/sleep/${seconds}\\.?0*\\n$`), words.join(' '))
    }
    for (const strange of ['infinity', '--help', '', '5x', 'a b', "'; echo"]) {
      const printed = execFileSync('sh', ['-c', shown, 'sleep', strange], { encoding: 'utf8' })
      assert.ok(printed.startsWith(`${strange}\n`), strange)
    }
  }))

const limits = [
  [['--max-time', '60', 'x'], '--max-time 3.000 x\n'],
  [['--max-time', '5', 'x y'], '--max-time 1.000 x y\n'],
  [['-o', '/dev/null', '--config', '-'], '-o /dev/null --config -\n'],
] as const

test('curl gives up as much earlier as the clock is faster', () =>
  withCloud({ scale: 20 }, async ({ environment }) => {
    const path = environment.PATH?.split(':')[0] ?? ''
    const shown = readFileSync(join(path, 'curl'), 'utf8').replace(/exec '[^']+'/, 'echo')
    for (const [words, expected] of limits) {
      assert.is(execFileSync('sh', ['-c', shown, 'curl', ...words], { encoding: 'utf8' }), expected)
    }
  }))

test('of two images with one name the newer is listed first, in the regions that packer names', () =>
  withCloud({}, async (cloud) => {
    const artifacts = join(root, 'examples/01-hello/expected')
    await cloud.bake(artifacts)
    await cloud.bake(artifacts)
    const { images } = (await ask(cloud, '/v2/images?private=true')).body
    const newest = images.toSorted((a: { created_at: string }, b: { created_at: string }) =>
      b.created_at.localeCompare(a.created_at),
    )[0]
    assert.is(images.length, 2)
    assert.is(newest.id, 2)
    assert.not.equal(images[0].created_at, images[1].created_at)
    assert.equal(newest.regions, ['ams3'])
  }))

test('what exists beforehand exists once, also after a second start', () =>
  within(async (folder) => {
    const account = { domains: ['example.com'], sshKeys: ['laptop'] }
    for (const turn of [1, 2]) {
      const cloud = await startCloud({ stateFolder: folder, account })
      const { ssh_keys } = (await ask(cloud, '/v2/account/keys')).body
      const { domains } = (await ask(cloud, '/v2/domains')).body
      await cloud.close()
      assert.is(ssh_keys.length, 1, `start ${turn}`)
      assert.match(ssh_keys[0].public_key, /^ssh-ed25519 AAAA\S+ laptop$/)
      assert.is(domains.length, 1, `start ${turn}`)
    }
  }))

test('a second close waits for the first, and nothing answers afterwards', () =>
  withCloud({}, async (cloud) => {
    await Promise.all([cloud.close(), cloud.close()])
    await cloud.close()
    assert.is(await fetch(cloud.api.url).catch(() => 'refused'), 'refused')
    assert.equal(cloud.plane.pids(), [])
  }))

test('a start that fails half-way gives back what it took', () =>
  within(async (folder) => {
    const taken = createServer()
    await new Promise<void>((settle) => taken.listen(0, '127.0.0.1', settle))
    const address = taken.address()
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0
    try {
      const failed = await startCloud({ stateFolder: folder, port }).catch((error) => error)
      assert.is(failed.code, 'EADDRINUSE')
    } finally {
      taken.close()
    }
    const cloud = await startCloud({ stateFolder: folder })
    await cloud.close()
  }))

for (const [what, name] of [
  ['', 'state'],
  [', also where its name is too long for a socket', 'long'.repeat(30)],
] as const) {
  test(`the provider's socket is in the state folder${what}`, () =>
    within(async (folder) => {
      const stateFolder = join(folder, name)
      for (const turn of [1, 2]) {
        const cloud = await startCloud({ stateFolder })
        const [there, { TF_REATTACH_PROVIDERS = '' }] = [
          readdirSync(stateFolder),
          cloud.environment,
        ]
        const [, path = ''] = TF_REATTACH_PROVIDERS.match(/"String":"([^"]+)"/) ?? []
        const answers = await connects(path)
        await cloud.close()
        assert.ok(there.includes('provider.sock'), `start ${turn}`)
        assert.ok(answers, path)
        assert.not(readdirSync(stateFolder).includes('provider.sock'))
        if (turn === 1) writeFileSync(join(stateFolder, 'provider.sock'), 'left by a killed one')
      }
    }))
}

const connects = (path: string): Promise<boolean> =>
  new Promise((settle) => {
    const socket = connect(path, () => settle(socket.destroy() !== undefined))
    socket.once('error', () => settle(false))
  })

test.run()
