// The unit is what systemd takes without a warning, its sandbox is measured, and an app runs in it.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { goldenCases, readTree } from './support/golden.ts'
import { type Artifacts, artifactsOf } from './support/system.ts'
import { realSystemd, withSystemd } from './support/systemd.ts'
import type { MachineFile } from './support/systemd-commands.ts'
import { runUnit, systemdAnalyze, unitExposure, verifyUnit } from './support/systemd-run-unit.ts'
import { testWith } from './support/tools.ts'

const test = suite('systemd unit')

type Unit = { name: string; text: string }
type Copy = { dest: string; content: string } | undefined
type Task = { 'ansible.builtin.copy'?: Copy }

function unitOf(artifacts: Artifacts): Unit {
  const [path = '', text = ''] = [...artifacts].find(([name]) => name.endsWith('.service')) ?? []
  return { name: path.split('/').at(-1) ?? '', text }
}

const units = goldenCases().map(({ expected }) =>
  unitOf(new Map([...readTree(expected)].map(([path, bytes]) => [path, bytes.toString('utf8')]))),
)

const executable = (path: string, content = '#!/bin/sh\n'): MachineFile => ({
  path,
  mode: 0o755,
  content,
})

const programOf = ({ text }: Unit): string => text.match(/^ExecStart=(\S+)/m)?.[1] ?? ''

for (const unit of units) {
  testWith(test, [systemdAnalyze], `${unit.name}: verified, and hardly exposed`, async () => {
    const { status, stderr } = await verifyUnit(unit.name, unit.text, [executable(programOf(unit))])
    assert.equal([status, stderr], [0, ''])
    const { exposure, output } = await unitExposure(unit.name, unit.text)
    assert.ok(exposure <= 1.5, output)
  })
}

const commands = [
  { command: ['/opt/shop/shop'], line: '/opt/shop/shop' },
  { command: ['/bin/a', '-v', '--to=/x,y'], line: '/bin/a -v --to=/x,y' },
  { command: ['/bin/a', '', ' b '], line: '/bin/a "" " b "' },
  { command: ['/bin/a', '$HOME', '100%', ';'], line: '/bin/a "$$HOME" "100%%" ";"' },
  { command: ['/bin/a', '"\\', "'"], line: `/bin/a "\\"\\\\" "'"` },
  { command: ['/bin/a', 'a\n\tb\r\u0007'], line: '/bin/a "a\\n\\tb\\r\\x07"' },
]

test('a command is written so that every argument arrives', async () => {
  for (const { command, line } of commands) {
    const { text } = unitOf(await artifactsOf({ app: { command } }))
    assert.is(text.match(/^ExecStart=(.*)$/m)?.[1], line)
  }
})

const server = `#!/usr/bin/env node
const { appendFileSync } = require('node:fs')
const attempt = (path) => {
  try { appendFileSync(path, 'x'); return 'written' } catch ({ code }) { return code }
}
process.on('SIGTERM', () => process.exit(0))
require('node:http').createServer().listen(process.env.PORT, () => {
  console.log('listening on', process.env.PORT)
  console.log('home', attempt(process.env.HOME + '/x'))
  console.log('own folder', attempt('/opt/' + process.argv[1].split('/')[2] + '/x'))
})
`

async function started(name: string, port: number, files: MachineFile[] = []) {
  const artifacts = await artifactsOf({ app: { name, port, health: { drainSeconds: 1 } } })
  const unit = unitOf(artifacts)
  return await runUnit({
    name: unit.name,
    unit: unit.text,
    files: [
      executable(`/opt/${name}/${name}`, server),
      { path: `/opt/${name}/conf.env`, mode: 0o600, content: '' },
      ...files,
    ],
    probe: async (machine) => {
      await machine.logged(unit.name, 'own folder')
    },
  })
}

testWith(test, [realSystemd], 'an app runs in it, as nobody and with nothing', async () => {
  const { seen, journal, properties } = await started('shop', 8080)
  assert.match(journal, /^listening on 8080$/m)
  assert.match(journal, /^home written$/m)
  assert.match(journal, /^own folder EROFS$/m)
  assert.ok((seen?.uid ?? 0) >= 61184, 'a dynamic user')
  assert.is(seen?.status.CapBnd, '0000000000000000')
  assert.is(seen?.status.NoNewPrivs, '1')
  assert.is(seen?.environment.DRAIN_SECONDS, '1')
  assert.equal([properties.Result, properties.TimeoutStopUSec], ['success', '16s'])
})

testWith(test, [realSystemd], 'an app by the name of root is nobody either', async () => {
  const { seen } = await started('root', 8080)
  assert.ok((seen?.uid ?? 0) >= 61184, `uid ${seen?.uid}`)
})

testWith(test, [realSystemd], 'it listens on a low port, once the image lets it', async () => {
  const artifacts = await artifactsOf({ app: { port: 80 } })
  const { tasks } = parse(artifacts.get('ansible/playbook.yml') ?? '')[0]
  const copied = tasks.map((task: Task) => task['ansible.builtin.copy'])
  const { dest, content } = copied.find((file: Copy) => file?.dest.startsWith('/etc/sysctl.d/'))
  const unit = unitOf(artifacts)
  const files = [
    { path: dest, content },
    { path: '/etc/systemd/system/shop.service', content: unit.text },
    { path: '/opt/shop/conf.env', content: '' },
    executable('/opt/shop/shop', server),
  ]
  await withSystemd(files, async (machine) => {
    await machine.run(['systemctl', 'start', unit.name])
    await machine.logged(unit.name, 'EACCES')
    await machine.run(['/usr/lib/systemd/systemd-sysctl'])
    await machine.logged(unit.name, 'listening on 80')
  })
})

testWith(test, [realSystemd], 'without its environment file it does not start', async () => {
  const unit = unitOf(await artifactsOf({}))
  const { seen, properties } = await runUnit({
    name: unit.name,
    unit: unit.text,
    files: [executable('/opt/shop/shop', server)],
  })
  assert.is(seen, undefined)
  assert.equal([properties.ConditionResult, properties.Result], ['no', 'success'])
})

test.run()
