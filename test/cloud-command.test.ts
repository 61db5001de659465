// The command line of a cloud: what it says, what it refuses, and how it ends.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { readCommandLine, UsageFault } from '../cloud/command-line.ts'
import {
  environmentIn,
  heldOfBlock,
  killLeftCommands,
  processesIn,
  runCommand,
  serving,
  startAtTerminal,
  startCommand,
  temporaryFiles,
  untilCloud,
} from './support/cloud-command.ts'
import { root } from './support/root.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('cloud: command')

let folder = ''
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-command-'))
})
test.after.each(() => {
  killLeftCommands()
  rmSync(folder, { recursive: true, force: true })
})

const misunderstood: readonly [words: string[], says: string][] = [
  [['--port', 'x'], '--port "x": a port is a number from 0 to 65535'],
  [['--port', '65536'], '--port "65536": a port is a number from 0 to 65535'],
  [['--scale', '0'], '--scale "0": it is a number from 1 to 1000'],
  [['--scale', '1e3'], '--scale "1e3"'],
  [['--state='], '--state is empty'],
  [['--token', "it's"], '--token: letters, digits and'],
  [['--fault', 'boom'], '--fault "boom": write it as'],
  [['--bake', '/nowhere'], '--bake "/nowhere": there is no packer/image.pkr.json in it'],
  [['--domain', 'a_b'], '--domain "a_b": a domain looks like example.com'],
  [['--ssh-key', ' '], '--ssh-key is empty'],
  [['--unknown'], "Unknown option '--unknown'"],
  [['word'], "Unexpected argument 'word'"],
]

for (const [words, says] of misunderstood) {
  test(`misunderstood: ${words.join(' ')}`, () => {
    assert.throws(
      () => readCommandLine(words),
      (error: Error) => error instanceof UsageFault && error.message.startsWith(says),
    )
  })
}

test('wrong options are told, and nothing is started', async () => {
  const { status, stdout, stderr } = await runCommand(folder, ['--port', 'x'])
  assert.is(status, 2)
  assert.is(stdout, '')
  assert.match(stderr, 'cloud: --port "x": a port is a number from 0 to 65535')
  assert.match(stderr, 'npm run cloud -- --help')
})

test('--help names every option', async () => {
  const { status, stdout } = await runCommand(folder, ['--help'])
  assert.is(status, 0)
  for (const option of ['port', 'scale', 'state', 'token', 'bake', 'domain', 'ssh-key', 'fault']) {
    assert.match(stdout, `--${option} `)
  }
})

const state = () => join(folder, 'state')
const start = (...words: string[]) =>
  startCommand(folder, ['--port', '0', '--state', state(), ...words])

test('what it prints works as it stands, and Ctrl-C leaves only the state folder', async () => {
  const hello = join(root, 'examples/01-hello/expected')
  // One that the tests beside take only when all others are taken: what is held of it is this cloud's.
  mkdirSync(state())
  writeFileSync(join(state(), 'address-block'), '126\n')
  const cloud = start(
    '--bake',
    hello,
    '--domain',
    'example.com',
    '--ssh-key',
    'laptop',
    '--token',
    't-1',
  )
  const said = await serving(cloud)
  const commands = said.split('\n').filter((line) => /^ {2}curl -H /.test(line))
  assert.is(commands.length, 1)
  const shown = execFileSync('sh', ['-c', commands[0] ?? ''], {
    ...{ encoding: 'utf8', stdio: 'pipe', timeout: 60_000 },
  })
  assert.equal(JSON.parse(shown).droplets, [])
  const sourced = `. '${join(state(), 'env')}'; curl -s -H "Authorization: Bearer $DIGITALOCEAN_TOKEN" "$DIGITALOCEAN_API_URL/v2/account/keys"`
  const keys = execFileSync('sh', ['-c', sourced], { encoding: 'utf8' })
  assert.is(JSON.parse(keys).ssh_keys[0].name, 'laptop')
  assert.is(environmentIn(state()).DIGITALOCEAN_TOKEN, 't-1')
  assert.is(statSync(join(state(), 'env')).mode & 0o777, 0o600)
  assert.match(said, 'image hello-v1.0.0-')
  assert.not.match(said, 'POST /v2')

  cloud.child.kill('SIGINT')
  const { status, stderr } = await cloud.ended
  assert.is(status, 0, stderr)
  await untilCloud(
    'nothing of it is left',
    () => processesIn(folder).length + heldOfBlock(state()).length === 0,
  )
  assert.equal(temporaryFiles(folder), [])
})

test('a fault from the command line strikes', async () => {
  const cloud = start('--fault', 'POST /v2/tags -> 429 x2')
  await serving(cloud)
  const { DIGITALOCEAN_API_URL, DIGITALOCEAN_TOKEN } = environmentIn(state())
  const post = async () => {
    const headers = { Authorization: `Bearer ${DIGITALOCEAN_TOKEN}` }
    const body = JSON.stringify({ name: 'app' })
    return (await fetch(`${DIGITALOCEAN_API_URL}/v2/tags`, { method: 'POST', headers, body }))
      .status
  }
  assert.equal([await post(), await post(), await post()], [429, 429, 201])
  cloud.child.kill('SIGTERM')
  assert.is((await cloud.ended).status, 0)
})

async function isRefused(says: string | RegExp, words: string[], environment = {}): Promise<void> {
  const { status, stdout, stderr } = await runCommand(folder, words, environment)
  assert.is(status, 1, stdout + stderr)
  assert.match(stderr, says)
  assert.not.match(stderr, '    at ')
}

test('a taken port is told', async () => {
  const taken = createServer()
  await new Promise<void>((settle) => taken.listen(0, '127.0.0.1', settle))
  const address = taken.address()
  const port = String(typeof address === 'object' ? address?.port : '')
  try {
    const says = `something listens at 127.0.0.1:${port} already, maybe another cloud. Stop it, or choose another port with --port N`
    await isRefused(says, ['--port', port, '--state', state()])
  } finally {
    taken.close()
  }
})

test('a state folder is one cloud’s at a time', async () => {
  const cloud = start()
  await serving(cloud)
  await isRefused(/another cloud runs in .*\/state\. Stop that one, or choose another/, [
    ...['--port', '0', '--state', state()],
  ])
  cloud.child.kill('SIGINT')
  await cloud.ended
})

test('a folder that cannot be written to is told', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await isRefused(/can't write into the state folder .*\/file\/x: a part of its path is a file/, [
    ...['--port', '0', '--state', join(file, 'x')],
  ])
  await isRefused(/can't write into the state folder .*\/file: it is a file/, [
    ...['--port', '0', '--state', file],
  ])
  await isRefused(/can't write into the state folder \/proc\/immuc: /, [
    ...['--port', '0', '--state', '/proc/immuc'],
  ])
})

test('a state that is none is told', async () => {
  writeFileSync(join(folder, 'state.json'), '{"half":')
  const says = 'state.json is not a state of this cloud. Remove its folder to start afresh'
  await isRefused(says, ['--port', '0', '--state', folder])
})

testWith(test, [program('script')], 'at a terminal it tells what happens', async () => {
  const cloud = startAtTerminal(folder, ['--port', '0', '--state', state()])
  await serving(cloud)
  const { DIGITALOCEAN_API_URL: url, DIGITALOCEAN_TOKEN: token } = environmentIn(state())
  const answer = await fetch(`${url}/v2/tags`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"name":"seen"}',
  })
  assert.is(answer.status, 201)
  await untilCloud('the call is told', () => cloud.said().includes(' POST /v2/tags 201'))
  assert.match(cloud.said(), / tag seen created/)
  cloud.child.stdin.write(ctrlC)
  const { status, stdout } = await cloud.ended
  assert.match(stdout, 'stopping')
  assert.is(status, 0)
})

const ctrlC = '\x03'

test.run()
