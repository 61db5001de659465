// The scripts of a rollout, in the shells that `sh` may be, against servers that behave well and badly.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { balancer } from './support/balancer-api.ts'
import { runScript } from './support/shell-script.ts'
import { artifactsOf } from './support/system.ts'
import { findExecutable, program, testWith } from './support/tools.ts'

const test = suite('rollout scripts')

const artifacts = await artifactsOf({})
const health = artifacts.get('terraform/wait-until-healthy.sh') ?? ''
const orphans = artifacts.get('terraform/find-orphans.sh') ?? ''
const rotation = artifacts.get('terraform/put-in-rotation.sh') ?? ''
const tools = artifacts.get('terraform/check-tools.sh') ?? ''
const shells = ['dash', 'bash'].filter((name) => findExecutable(name) !== undefined)
const shell = findExecutable(shells[0] ?? 'sh') ?? '/bin/sh'
const curl = program('curl')

testWith(test, [program('shellcheck')], 'shellcheck finds nothing', () => {
  for (const script of [health, rotation, tools]) {
    const { status, stdout } = spawnSync('shellcheck', ['-'], { input: script, encoding: 'utf8' })
    assert.is(status, 0, stdout)
  }
})

async function serving<T>(answer: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server: Server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

const quick = { sleep: 'exec /bin/sleep 0.05' }

const awaitHealth = (url: string, startupSeconds: number, name = shell) =>
  runScript(health, {
    shell: name,
    tools: quick,
    env: {
      INSTANCE: 'shop-default-0',
      URL: `${url}/health/check`,
      STARTUP_SECONDS: String(startupSeconds),
      TIMEOUT_SECONDS: '1',
      RELEASE: 'a1b2c3d4',
      OTHERWISE: 'The old ones still serve.',
      GATE_FROM: '',
    },
  })

for (const name of shells) {
  testWith(test, [curl], `${name}: waits until it is healthy, and no longer`, async () => {
    const asked: (string | undefined)[] = []
    const later: RequestListener = ({ url }, response) => {
      asked.push(url)
      response.writeHead(asked.length < 3 ? 503 : 204).end()
    }
    const { status, stderr } = await serving(later, (url) => awaitHealth(url, 60, name))
    assert.equal([status, stderr], [0, ''])
    assert.equal(asked, Array(3).fill('/health/check'))
  })

  testWith(test, [curl], `${name}: gives up and says what it saw`, async () => {
    const failing: RequestListener = (_request, response) => response.writeHead(500).end()
    await serving(failing, async (url) => {
      const { status, stderr } = await awaitHealth(url, 1, name)
      assert.is(status, 1)
      assert.match(stderr, 'shop-default-0 did not pass its health check within 1 s.')
      assert.match(stderr, `URL:         ${url}/health/check`)
      assert.match(stderr, 'last answer: it answered with status 500')
      assert.match(stderr, 'The old ones still serve.')
      assert.match(stderr, 'the firewall lets nobody in (access.gateFrom)')
      assert.match(stderr, 'journalctl --unit shop')
    })
  })
}

const badServers: { answer: RequestListener; reason: RegExp }[] = [
  { answer: () => {}, reason: /last answer: curl: \(28\)/ },
  {
    answer: (_request, response) => response.writeHead(200, { 'content-length': 9 }).write('o'),
    reason: /last answer: curl: \(28\)/,
  },
  { answer: (request) => request.socket.destroy(), reason: /last answer: curl: \(52\)/ },
  {
    answer: (_request, response) => response.writeHead(302, { location: '/' }).end(),
    reason: /last answer: it answered with status 302/,
  },
]

testWith(test, [curl], 'not healthy: a server that hangs, hangs up, or is not there', async () => {
  const closed = await serving(
    () => {},
    async (url) => url,
  )
  const outcomes = await Promise.all([
    awaitHealth(closed, 1).then((run) => ({ ...run, reason: /last answer: curl: \(7\)/ })),
    ...badServers.map(async ({ answer, reason }) => {
      const run = await serving(answer, (url) => awaitHealth(url, 1))
      return { ...run, reason }
    }),
  ])
  for (const { status, stderr, reason } of outcomes) {
    assert.is(status, 1)
    assert.match(stderr, reason)
  }
})

testWith(test, [curl], 'healthy: the release that it says it is, or none', async () => {
  const saying = (release: string | undefined) => (name: string) =>
    serving(
      (_request, response) =>
        response.writeHead(200, release === undefined ? {} : { [name]: release }).end(),
      (url) => awaitHealth(url, 1),
    )
  for (const release of ['a1b2c3d4', undefined]) {
    for (const name of ['X-Release', 'x-release']) {
      assert.equal((await saying(release)(name)).status, 0, `${name}: ${release}`)
    }
  }
  const { status, stderr } = await saying('00000000')('X-Release')
  assert.is(status, 1)
  assert.match(stderr, 'last answer: it answered as release 00000000, not as a1b2c3d4')
})

test('all say so when there is no curl', async () => {
  for (const script of [health, rotation, tools]) {
    const { status, stderr } = await runScript(script, { shell, env: {}, path: '/nowhere' })
    assert.is(status, 1)
    assert.match(stderr, 'needs curl, which is not installed on this machine')
  }
})

const check = (answer: RequestListener, given: Record<string, string> = {}) =>
  serving(answer, (url) =>
    runScript(tools, {
      shell,
      env: {
        ...{ DIGITALOCEAN_API_URL: url, DIGITALOCEAN_TOKEN: 'top-secret', BALANCED: 'true' },
        ...given,
      },
    }),
  )

testWith(test, [curl], 'tools: a token that is missing or refused is found at once', async () => {
  const asked: (string | undefined)[] = []
  const answers =
    (code: number): RequestListener =>
    ({ headers, url }, response) => {
      asked.push(headers.authorization, url)
      response.writeHead(code).end('{}')
    }
  for (const code of [200, 429, 503]) assert.is((await check(answers(code))).status, 0, `${code}`)
  assert.equal(asked.slice(0, 2), ['Bearer top-secret', '/v2/load_balancers?per_page=1'])
  for (const code of [401, 403]) {
    const { status, stderr } = await check(answers(code))
    assert.is(status, 1)
    assert.match(
      stderr,
      `does not let the token in DIGITALOCEAN_TOKEN read load balancers (status ${code})`,
    )
    assert.not.match(stderr, 'top-secret')
  }
  const { status, stderr } = await check(answers(200), { DIGITALOCEAN_TOKEN: '' })
  assert.is(status, 1)
  assert.match(stderr, 'needs DIGITALOCEAN_TOKEN in the environment of terraform apply')
  const single = { BALANCED: 'false', DIGITALOCEAN_TOKEN: '' }
  assert.is((await check(answers(401), single)).status, 0, 'a reserved IP needs no token')
})

const realCurl = findExecutable('curl') ?? ''

const rotate = (api: { answer: RequestListener }, given: Record<string, string> = {}) =>
  serving(api.answer, (url) =>
    runScript(rotation, {
      shell,
      tools: {
        sleep: `${realCurl} -s -o /dev/null ${url}/slept/$1`,
        curl: `case "$*" in *top-secret*) exit 99 ;; esac\nexec ${realCurl} "$@"`,
      },
      env: {
        DIGITALOCEAN_API_URL: url,
        DIGITALOCEAN_TOKEN: 'top-secret',
        LOAD_BALANCER: 'lb-1',
        DROPLETS: '31,4',
        WARM_SECONDS: '60',
        DRAIN_SECONDS: '15',
        ...given,
      },
    }),
  )

const forms = { compact: 0, 'pretty-printed': 2 }

for (const [form, indent] of Object.entries(forms)) {
  testWith(test, [curl], `adds, warms up, removes the old ones only: ${form}`, async () => {
    const api = balancer({ members: [3, 314, 4, 1], indent })
    const { status, stderr } = await rotate(api)
    assert.equal([status, stderr], [0, ''])
    assert.equal(api.log, ['POST 31,4', 'sleep 60', 'GET', 'DELETE 3,314,1', 'sleep 15'])
    assert.equal(api.members().sort(), [31, 4])
  })
}

testWith(test, [curl], 'removes nothing, and drains nothing, where there was nothing', async () => {
  const api = balancer({ members: [] })
  assert.is((await rotate(api)).status, 0)
  assert.equal(api.log, ['POST 31,4', 'sleep 60', 'GET'])
})

testWith(test, [curl], 'tries again when the API fails', async () => {
  const api = balancer({ members: [1], failures: ['POST', 'GET', 'DELETE'] })
  assert.is((await rotate(api)).status, 0)
  assert.equal(api.members(), [31, 4])
})

testWith(test, [curl], 'fails, and removes nothing, when the members can not be read', async () => {
  const deaf = balancer({ members: [1], failures: Array(24).fill('GET') })
  const heard = await rotate(deaf)
  assert.is(heard.status, 1)
  assert.match(heard.stderr, 'answered a change of the load balancer lb-1 with status 500')
  assert.match(heard.stderr, 'still serve. Apply again.')
  const silent = balancer({ members: [1], withoutMembers: true })
  const { status, stderr } = await rotate(silent)
  assert.is(status, 1)
  assert.match(stderr, 'does not say which droplets it has')
  for (const api of [deaf, silent]) assert.ok(api.members().includes(1))
})

testWith(test, [curl], 'begins anew when something else takes its droplets out', async () => {
  const once = balancer({ members: [1], thefts: [4] })
  assert.is((await rotate(once)).status, 0)
  const round = ['POST 31,4', 'sleep 60', 'GET']
  assert.equal(once.log, [...round, ...round, 'DELETE 1', 'sleep 15'])
  const always = balancer({ members: [1], thefts: [4, 31, 4] })
  const { status, stderr } = await rotate(always)
  assert.is(status, 1)
  assert.match(stderr, 'keeps taking droplets out of the load balancer lb-1: 4.')
  assert.ok(always.members().includes(1), 'what served is still in')
})

const listed = (indent: number) =>
  JSON.stringify(
    {
      droplets: [
        { id: 7, name: 'shop-default-0a-0', image: { id: 9, name: 'other' }, tags: ['a"}', 'b'] },
        { networks: { v4: [{ type: 'public' }] }, name: 'shop-default-0b-0', size: {}, id: 81 },
      ],
      links: {},
      meta: { total: 2 },
    },
    null,
    indent,
  )

const lookForOrphans = (known: string, answer: RequestListener) =>
  serving(answer, (url) =>
    runScript(orphans, {
      shell,
      tools: {
        terraform: `case $1 in workspace) echo default ;; state) echo '${known}' ;; esac`,
        curl: `case "$*" in *top-secret*) exit 99 ;; esac\nexec ${realCurl} "$@"`,
      },
      env: { DIGITALOCEAN_API_URL: url, DIGITALOCEAN_TOKEN: 'top-secret' },
    }),
  )

for (const [form, indent] of Object.entries(forms)) {
  testWith(test, [curl], `names what terraform does not know, and only that: ${form}`, async () => {
    const asked: (string | undefined)[] = []
    const answer: RequestListener = ({ url, headers }, response) => {
      asked.push(url, headers.authorization)
      response.end(listed(indent))
    }
    const found = await lookForOrphans('{ "id": "7" }', answer)
    assert.is(found.status, 1)
    assert.equal(asked, ['/v2/droplets?tag_name=shop-default&per_page=200', 'Bearer top-secret'])
    assert.match(found.stdout, /^shop-default-0b-0 \(droplet 81\) has the tag shop-default, /)
    assert.match(found.stdout, /\n {2}doctl compute droplet delete 81\n/)
    assert.match(found.stdout, /\nor curl -X DELETE .*\/v2\/droplets\/81\n$/)
    assert.not.match(found.stdout, 'droplet 7')
    assert.not.match(found.stdout, 'top-secret')
    const none = await lookForOrphans('{ "id": "7" } { "id":"81" }', answer)
    assert.equal([none.status, none.stderr], [0, ''])
    assert.match(none.stdout, 'Terraform knows every droplet with the tag shop-default.')
  })
}

testWith(test, [curl], 'says so when it could not find out', async () => {
  const refused = await lookForOrphans('', (_, response) => response.writeHead(401).end())
  assert.is(refused.status, 2)
  assert.match(refused.stderr, '401')
  const none = await lookForOrphans('', (_, response) => response.end('{"droplets":[],"meta":{}}'))
  assert.is(none.status, 0)
})

testWith(test, [curl], 'does not try a wrong token again', async () => {
  const api = balancer({ members: [1] })
  const { status, stderr } = await rotate(api, { DIGITALOCEAN_TOKEN: 'worn-out' })
  assert.is(status, 1)
  assert.match(stderr, 'with status 401')
  assert.equal(api.log, [])
})

testWith(test, [curl], 'takes the token by its other name, and asks for one', async () => {
  const other = { DIGITALOCEAN_TOKEN: '', DIGITALOCEAN_ACCESS_TOKEN: 'top-secret' }
  assert.is((await rotate(balancer({ members: [] }), other)).status, 0)
  const { status, stderr } = await rotate(balancer({ members: [] }), { DIGITALOCEAN_TOKEN: '' })
  assert.is(status, 1)
  assert.match(stderr, 'needs DIGITALOCEAN_TOKEN in the environment')
})

test.run()
