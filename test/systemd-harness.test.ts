// Proves the machine that other tests stand on: what it reports is what systemd did, and nothing
// of it outlives the test.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { realSystemd, withSystemd } from './support/systemd.ts'
import type { MachineFile } from './support/systemd-commands.ts'
import { runUnit, systemdAnalyze, unitExposure, verifyUnit } from './support/systemd-run-unit.ts'
import { testWith } from './support/tools.ts'

const test = suite('systemd harness')

const service = (...lines: string[]) => ['[Service]', 'Type=exec', ...lines, ''].join('\n')
const sandbox = [
  'DynamicUser=yes',
  'StateDirectory=app',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateUsers=yes',
  'PrivateDevices=yes',
  'ProtectProc=invisible',
  'CapabilityBoundingSet=',
  'IPAddressDeny=127.9.9.9',
  'RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK',
  'RestrictNamespaces=yes',
  'SystemCallFilter=@system-service',
  'SystemCallFilter=~@privileged @resources',
  'SystemCallErrorNumber=EPERM',
  'TimeoutStopSec=5',
]
const app = (script: string): MachineFile => ({
  path: '/opt/app/app',
  mode: 0o755,
  content: `#!/usr/bin/env node\n${script}\n`,
})

testWith(test, [realSystemd], 'a service sees the variables of its EnvironmentFile', async () => {
  const values = {
    PLAIN: 'a b',
    QUOTES: `'"`,
    NEWLINE: '\na\n',
    SIGNS: '$x ${y} %h `#;\\',
    LAST: '😀',
  }
  const quoted = (value: string) => `"${value.replace(/[\\"$`]/g, '\\$&')}"`
  const content = Object.entries(values).map(([name, value]) => `${name}=${quoted(value)}\n`)
  const { seen, properties } = await runUnit({
    name: 'values.service',
    unit: service('EnvironmentFile=/opt/values.env', 'ExecStart=/usr/bin/sleep infinity'),
    files: [{ path: '/opt/values.env', mode: 0o600, content: content.join('') }],
  })
  for (const [name, value] of Object.entries(values)) assert.is(seen?.environment[name], value)
  assert.is(seen?.environment.SYSTEMD_UNIT_PATH, undefined, 'the harness leaks no variable')
  assert.is(properties.Result, 'success')
})

testWith(test, [realSystemd], 'a service sees the arguments of its ExecStart', async () => {
  const { seen } = await runUnit({
    name: 'arguments.service',
    unit: service('ExecStart=/bin/sh -c "sleep 60; :" sh "a\\nb" "" "100%%" "$$HOME" ";"'),
  })
  assert.equal(seen?.argv.slice(3), ['sh', 'a\nb', '', '100%', '$HOME', ';'])
})

const hardenedApp = app(`
const fs = require('fs'), net = require('net'), os = require('os')
const attempt = (name, path) => {
  try { fs.appendFileSync(path, 'x'); console.log(name, 'written') } catch (e) { console.log(name, e.code) }
}
attempt('state', process.env.STATE_DIRECTORY + '/x')
attempt('shared', '/srv/shared')
console.log('interfaces', Object.keys(os.networkInterfaces()).join())
process.on('SIGTERM', () => { console.log('asked to stop'); process.exit(0) })
net.createServer().listen(8080, '0.0.0.0', () => {
  net.connect(8080, '127.0.0.1', () => console.log('loopback reached'))
  net.connect(8080, '127.9.9.9', () => console.log('denied address reached')).on('error', () => {})
  setTimeout(() => console.log('all tried'), 300)
})`)

testWith(
  test,
  [realSystemd],
  'node runs in a sandbox that holds, and stops on SIGTERM',
  async () => {
    const { seen, journal, properties, stopSeconds } = await runUnit({
      name: 'app.service',
      unit: service(...sandbox, 'ExecStart=/opt/app/app'),
      files: [hardenedApp, { path: '/srv/shared', mode: 0o666, content: '' }],
      probe: (machine) => machine.logged('app.service', 'all tried'),
    })
    assert.equal(seen?.argv, ['node', '/opt/app/app'])
    assert.ok((seen?.uid ?? 0) >= 61184, 'a dynamic user')
    assert.is(seen?.status.CapBnd, '0000000000000000')
    assert.is(seen?.status.NoNewPrivs, '1')
    assert.is(seen?.status.Seccomp, '2')
    assert.match(journal, /^state written$/m)
    assert.match(journal, /^shared EROFS$/m)
    assert.match(journal, /^interfaces lo$/m)
    assert.match(journal, /^loopback reached$/m)
    assert.not.match(journal, 'denied address reached')
    assert.match(journal, /^asked to stop$/m)
    assert.equal([properties.Result, properties.ExecMainStatus], ['success', '0'])
    assert.ok(stopSeconds < 5, `stopped within TimeoutStopSec, in ${stopSeconds} s`)
  },
)

testWith(test, [realSystemd], 'a service that fails is reported as failed', async () => {
  const { properties, journal } = await runUnit({
    name: 'app.service',
    unit: service('ExecStart=/opt/app/app'),
    files: [app(`console.log('no database'); process.exit(3)`)],
    until: 'ended',
  })
  assert.equal([properties.Result, properties.ExecMainStatus], ['exit-code', '3'])
  assert.match(journal, /^no database$/m)
})

testWith(test, [realSystemd], 'a service that can not start is reported as such', async () => {
  const { start, seen, properties, journal } = await runUnit({
    name: 'app.service',
    unit: service('EnvironmentFile=/opt/app/absent.env', 'ExecStart=/usr/bin/sleep infinity'),
  })
  assert.is(start.status, 1)
  assert.is(seen, undefined)
  assert.is(properties.Result, 'resources')
  assert.match(journal, 'Failed to load environment files: No such file or directory')
})

testWith(
  test,
  [realSystemd],
  'a service that ignores SIGTERM is killed, and reported',
  async () => {
    const { properties, stopSeconds } = await runUnit({
      name: 'app.service',
      unit: service('TimeoutStopSec=1', 'ExecStart=/opt/app/app'),
      files: [
        app(`process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')`),
      ],
      probe: (machine) => machine.logged('app.service', 'up'),
    })
    assert.is(properties.Result, 'timeout')
    assert.ok(stopSeconds >= 1 && stopSeconds < 5, `took ${stopSeconds} s`)
  },
)

const ownCgroups = (pid: number | undefined) => {
  const mount = readFileSync('/proc/self/mounts', 'utf8').match(/^\S+ (\S+) cgroup2 /m)?.[1] ?? ''
  return readdirSync(mount)
    .filter((name) => name.startsWith(`immuc-test-${pid}-`))
    .map((name) => join(mount, name))
}

testWith(test, [realSystemd], 'a machine is gone with its test, which sees faults', async () => {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
  const folders: string[] = []
  const failing = withSystemd([], async (machine) => {
    folders.push(machine.folder)
    assert.is(ownCgroups(process.pid).length, 1)
    const touched = await machine.run(['touch', '/usr/x', '/proc/sys/kernel/hostname'])
    assert.match(touched.stderr, /\/usr\/x.*Read-only.*\n.*hostname.*Read-only/)
    throw new Error('from the test')
  })
  const fault = await failing.catch((error) => error)
  assert.is(fault.message, 'from the test')
  assert.not(existsSync(folders[0] ?? '/'))
  assert.equal(ownCgroups(process.pid), [])
  assert.is(readFileSync('/proc/self/mounts', 'utf8'), mounts)
})

const orphanMaker = `
import { withSystemd } from './test/support/systemd.ts'
await withSystemd([], async (machine) => {
  console.log(machine.folder)
  await machine.run(['sleep', '60'])
})`

testWith(test, [realSystemd], 'a machine is gone when its process is killed', async () => {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', orphanMaker]
  const maker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const folder = await new Promise<string>((settle) =>
    maker.stdout.once('data', (line) => settle(String(line).trim())),
  )
  assert.ok(existsSync(`${folder}/etc/machine-id`))
  const exited = once(maker, 'exit')
  maker.kill('SIGKILL')
  await exited
  const [cgroup = ''] = ownCgroups(maker.pid)
  const deadline = Date.now() + 5000
  const lives = () => readFileSync(join(cgroup, 'cgroup.events'), 'utf8').includes('populated 1')
  while (lives() && Date.now() < deadline) await sleep(10)
  assert.not(lives(), 'processes have outlived the one that made their machine')
  await withSystemd([], async () => {})
  assert.equal(ownCgroups(maker.pid), [], 'the next machine sweeps the cgroup away')
})

testWith(test, [systemdAnalyze], 'a unit is verified beside its files', async () => {
  const unit = service('ExecStart=/opt/app/app')
  assert.is((await verifyUnit('app.service', unit, [app('')])).status, 0)
  const absent = await verifyUnit('app.service', unit)
  assert.is(absent.status, 1)
  assert.match(absent.stderr, '/opt/app/app is not executable')
  const misspelt = await verifyUnit('app.service', `${unit}RestartSecs=1\n`, [app('')])
  assert.is(misspelt.status, 1)
  assert.match(misspelt.stderr, "Unknown key 'RestartSecs'")
})

testWith(test, [systemdAnalyze], "a unit's exposure is measured", async () => {
  const bare = await unitExposure('app.service', service('ExecStart=/opt/app/app'))
  const boxed = await unitExposure('app.service', service(...sandbox, 'ExecStart=/opt/app/app'))
  assert.ok(bare.exposure > 9 && boxed.exposure < 5, `${bare.exposure}, then ${boxed.exposure}`)
  assert.match(boxed.output, 'PrivateNetwork=')
})

test.run()
