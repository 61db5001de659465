// kill -9 of a process that runs machines, at a random moment: no process, mount, network, loop device,
// control group or file of it is left. IMMUC_KILLS sets how often it is tried.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { enclosed } from '../cloud/nspawn/enclosure.ts'
import { isEnclosed } from '../cloud/nspawn/inside.ts'
import { startCloud } from '../cloud/start-cloud.ts'
import { skippedWhereNoMachinesRun } from './support/enclosed.ts'

const file = fileURLToPath(import.meta.url)
const slugs = ['debian-13-x64']

if (isEnclosed()) await runMachines()
if (process.argv[2] === 'victim') {
  const command = [process.execPath, '--import', 'tsx', file]
  process.exit(await enclosed(command, { slugs, onProgress: () => {} }))
}
await skippedWhereNoMachinesRun(file, [])

/** Two machines that are made and destroyed for ever. */
async function runMachines(): Promise<never> {
  const stateFolder = mkdtempSync(join(tmpdir(), 'state-'))
  const { plane } = await startCloud({ stateFolder, scale: 40, droplets: 'machine' })
  console.log('up')
  for (let id = 1; ; id += 1) await Promise.all([cycle(plane, 2 * id), cycle(plane, 2 * id + 1)])
}

async function cycle(
  { machines }: Awaited<ReturnType<typeof startCloud>>['plane'],
  id: number,
): Promise<void> {
  const machine = {
    ...{
      id,
      name: `d${id}`,
      region: 'ams3',
      sshKeys: [],
      tags: [],
      ipv6: false,
      monitoring: false,
    },
    size: { slug: 's-1vcpu-1gb', vcpus: 1, memoryMib: 1024, diskGib: 25 },
    image: { id: 1, name: 'Debian', slug: 'debian-13-x64' },
    vpc: { id: 'vpc', ipRange: '10.110.0.0/20' },
  }
  await machines.create(machine)
  await sleep(1000)
  await machines.shutdown(machine)
  await machines.destroy(machine)
}

const test = suite('machines: killed')

/** All that this machine has now of what machines are made of. */
function traces(): string[] {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isOurs(name))
  const mounts = lines('/proc/mounts').filter((line) => line.includes('immuc'))
  const links = lines('/proc/net/dev').filter((line) => /^\s*([pv]\d+|public|vpc):/.test(line))
  const loops = readdirSync('/sys/block').filter((name) => /immuc/.test(backing(name)))
  const groups = ['systemd', 'unified', '.'].flatMap((one) => listed(join('/sys/fs/cgroup', one)))
  const files = listed(tmpdir()).filter((name) => name.startsWith('immuc-enclosure-'))
  return [
    ...[...processes, ...mounts, ...links, ...loops],
    ...groups.filter((name) => /^immuc-\d+$/.test(name)),
    ...files,
  ]
}

const lines = (path: string): string[] => read(path).split('\n')

const isOurs = (pid: string): boolean =>
  /systemd-nspawn|IMMUC_ENCLOSED/.test(
    `${read(`/proc/${pid}/cmdline`)}${read(`/proc/${pid}/environ`)}`,
  )

const backing = (name: string): string => read(`/sys/block/${name}/loop/backing_file`)

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

async function killedOnce(milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', file, 'victim'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((settle, refuse) => {
    child.stdout.once('data', () => settle())
    child.once('exit', () => refuse(new Error('it ended before it was killed')))
  })
  await sleep(milliseconds)
  child.kill('SIGKILL')
}

test('nothing is left on this machine', async () => {
  const before = traces()
  for (let left = Number(process.env.IMMUC_KILLS ?? 3); left > 0; left -= 1) {
    const moment = Math.round(Math.random() * 6000)
    await killedOnce(moment)
    const added = () => traces().filter((one) => !before.includes(one))
    const deadline = Date.now() + 60_000
    while (added().length > 0 && Date.now() < deadline) await sleep(100)
    assert.equal(added(), [], `killed ${moment} ms after it was up`)
  }
})

test.run()
