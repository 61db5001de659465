// What machines are made of, taken alone: what HAProxy and nftables make of our text, what the outlet
// lets through, and what a machine that lacks something is told.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Balancer, Firewall } from '../cloud/backend.ts'
import { baseImage } from '../cloud/nspawn/base-image.ts'
import { haproxyConfig } from '../cloud/nspawn/haproxy-config.ts'
import { insideOf } from '../cloud/nspawn/inside.ts'
import { openOutlet } from '../cloud/nspawn/outlet.ts'
import { recipeFor, recipeKey } from '../cloud/nspawn/recipe.ts'
import { ruleset } from '../cloud/nspawn/rules.ts'
import { program, root, testWith } from './support/tools.ts'

const test = suite('machines: parts')

async function inFolder(use: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-parts-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const rule = { targetProtocol: 'http', certificateId: '', tlsPassthrough: false, targetPort: 8080 }

const balancer: Balancer = {
  ...{ id: 'b', name: 'b', region: 'ams3', ip: '127.0.0.1', redirectHttpToHttps: false },
  ...{ enableProxyProtocol: false, httpIdleTimeoutSeconds: 60, stickySessions: { type: 'none' } },
  forwardingRules: [
    { ...rule, entryProtocol: 'http', entryPort: 80 },
    { ...rule, entryProtocol: 'tcp', targetProtocol: 'tcp', entryPort: 5432 },
    { ...rule, entryProtocol: 'https', entryPort: 443 },
  ],
  healthCheck: {
    ...{ protocol: 'http', port: 8080, path: "/health?a='b c'&d", intervalSeconds: 10 },
    ...{ timeoutSeconds: 5, unhealthyThreshold: 3, healthyThreshold: 2 },
  },
  members: [
    {
      id: 7,
      name: 'a',
      created: true,
      addresses: { publicIpv4: '198.18.1.2', privateIpv4: '10.0.0.2' },
    },
    { id: 8, name: 'b', created: false },
  ],
}

testWith(test, [program('haproxy')], 'HAProxy takes the configuration of a balancer', () =>
  inFolder((folder) => {
    const config = haproxyConfig(balancer, 20)
    writeFileSync(join(folder, 'haproxy.cfg'), config)
    const { status, stderr } = spawnSync('haproxy', ['-c', '-f', join(folder, 'haproxy.cfg')], {
      encoding: 'utf8',
    })
    assert.is(status, 0, stderr)
    assert.match(config, 'inter 500ms fall 3 rise 2')
    assert.equal(config.match(/^listen .*$/gm), ['listen entry80', 'listen entry5432'])
    assert.equal(config.match(/^ {2}server .*$/gm)?.length, 2)
  }),
)

const firewall = (id: string, peers: string[], ports = '8080'): Firewall => ({
  ...{ id, name: id, dropletIds: [7] },
  rules: [{ direction: 'inbound', protocol: 'tcp', ports, peers }],
})

testWith(test, [root, program('nft'), program('unshare')], 'nftables takes the rules', () => {
  const firewalls = [
    firewall('a', ['203.0.113.0/24', '::/0']),
    firewall('b', ['0.0.0.0/0'], '8000-8100'),
    firewall('c', ['198.18.160.2'], '0'),
  ]
  const reserved = new Map([['198.18.128.2', '198.18.1.2']])
  const rules = ruleset({ firewalls, dropletIds: [7, 8], reserved })
  const { status, stderr } = spawnSync('unshare', ['--net', 'nft', '-f', '-'], {
    input: rules,
    encoding: 'utf8',
  })
  assert.is(status, 0, stderr)
  assert.match(rules, 'oifname "p7" jump d7')
  assert.not.match(rules, 'p8')
  const empty = ruleset({ firewalls: [], dropletIds: [], reserved: new Map() })
  assert.is(spawnSync('unshare', ['--net', 'nft', '-f', '-'], { input: empty }).status, 0)
})

test('the outlet keeps packages, asks for lists, and hands on nothing else', () =>
  inFolder(async (folder) => {
    const asked: string[] = []
    const archive = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (request.url === '/real/pool/none.deb') response.writeHead(404).end()
      else response.end(`content ${asked.length}`)
    })
    await new Promise<void>((settle) => archive.listen(0, '127.0.0.1', settle))
    const upstream = `http://127.0.0.1:${(archive.address() as AddressInfo).port}/real`
    const outlet = await openOutlet({ upstreams: { debian: upstream }, settings: '' }, folder, 0)
    const get = async (path: string) => {
      const answer = await fetch(`${outlet.url}${path}`)
      return [answer.status, await answer.text()]
    }
    assert.equal(await get('/debian/pool/a_1.0+b~c_amd64.deb'), [200, 'content 1'])
    assert.equal(await get('/debian/pool/a_1.0+b~c_amd64.deb'), [200, 'content 1'])
    assert.equal(await get('/debian/dists/x/InRelease'), [200, 'content 2'])
    assert.equal(await get('/debian/dists/x/InRelease'), [200, 'content 3'])
    assert.is((await get('/debian/pool/none.deb'))[0], 404)
    assert.is((await get('/other/pool/a.deb'))[0], 403)
    assert.is((await get('/debian/..%2f..%2fetc/passwd'))[0], 403)
    assert.is((await fetch(`${outlet.url}/debian/pool/a.deb`, { method: 'POST' })).status, 403)
    archive.unref()
    archive.closeAllConnections()
    await new Promise((settle) => archive.close(settle))
    assert.equal(await get('/debian/dists/x/InRelease'), [200, 'content 3'], 'without a network')
    assert.is((await get('/debian/dists/y/InRelease'))[0], 502)
    await outlet.close()
  }))

test('a base image is used only if it is whole, new and of this recipe', () =>
  inFolder(async (folder) => {
    const recipe = recipeFor('debian-13-x64', '')
    const file = join(folder, `debian-13-x64-${recipeKey(recipe)}.squashfs`)
    const sha256 = createHash('sha256').update('whole').digest('hex')
    const note = (builtAt: string) =>
      writeFileSync(`${file}.json`, JSON.stringify({ sha256, builtAt }))
    const reasons: string[] = []
    const built = async () => {
      reasons.length = 0
      const options = {
        folder,
        archiveUrl: 'http://127.0.0.1:1',
        onProgress: (l: string) => reasons.push(l),
      }
      return await baseImage(recipe, options).catch(() => reasons[0]?.replace(/.*because /, ''))
    }
    assert.is(await built(), 'there is none yet')
    writeFileSync(file, 'whole')
    note(new Date().toISOString())
    assert.is(await built(), file)
    writeFileSync(file, 'half')
    assert.is(await built(), 'the one there is broken')
    writeFileSync(file, 'whole')
    note('2020-01-01T00:00:00.000Z')
    assert.match(String(await built()), 'it is of 2020')
    assert.is.not(recipeKey(recipe), recipeKey(recipeFor('debian-13-x64', 'a setting')))
    for (const other of ['debian-12-x64', 'ubuntu-24-04-x64']) {
      assert.throws(
        () => recipeFor(other, ''),
        `machines start from debian-13-x64, not from ${other}`,
      )
    }
  }))

test('outside of an enclosure the way in is named', () => {
  assert.throws(() => insideOf(), 'live in an enclosure only')
})

test('who is not root is told what is missing, and that processes need none of it', () => {
  const script =
    "process.getuid = () => 1000; (await import('./cloud/nspawn/needs.ts')).assertMachinesRun().catch((e) => console.log(e.message))"
  const words = ['--import', 'tsx', '--input-type=module', '--eval', script]
  const { stdout } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  assert.match(stdout, 'this is not run by root')
  assert.match(stdout, 'droplets as processes')
})

test.run()
