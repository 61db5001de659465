// A bake that fails, or whose packer is stopped or killed: there is no image, and on the cloud nothing
// that was paid for, but what a packer that was killed had no chance to delete.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse, stringify } from 'yaml'
import { runsEnclosed } from './support/enclosed.ts'
import { killGroup, type MachineSystem, onMachines, startPacker } from './support/machine-system.ts'
import { artifactsOf } from './support/system.ts'
import { program } from './support/tools.ts'

await runsEnclosed(import.meta.url, ['packer', 'ansible-playbook'].map(program))

const test = suite('machines: bakes that fail')

type Task = { name: string; [key: string]: unknown }

/** The real artifacts of an app that is downloaded; only the tasks that would take long are left out. */
async function writeArtifacts(
  { infra }: MachineSystem,
  { url, sha256 }: Release,
  last: readonly Task[] = [],
): Promise<void> {
  for (const [path, content] of await artifactsOf({ app: { artifact: { url, sha256 } } })) {
    const file = join(infra, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, path === 'ansible/playbook.yml' ? quick(String(content), last) : content)
  }
}

const isSlow = (task: Task) => 'ansible.builtin.apt' in task

function quick(text: string, last: readonly Task[]): string {
  const [play] = parse(text)
  const tasks = (play.tasks as Task[]).filter((task) => !isSlow(task))
  return stringify([{ ...play, tasks: [...tasks, ...last] }])
}

type Release = { url: string; sha256: string }

/** A release that can be downloaded from where machines are. */
async function released<T>(use: (release: Release) => Promise<T>): Promise<T> {
  const app = '#!/bin/sh\nexec sleep infinity\n'
  const server = createServer((_, response) => void response.end(app))
  await new Promise<void>((settle) => server.listen(8900, '198.18.0.1', settle))
  try {
    const sha256 = createHash('sha256').update(app).digest('hex')
    return await use({ sha256, url: 'http://198.18.0.1:8900/app' })
  } finally {
    server.close()
  }
}

function nothingIsLeft({ cloud }: MachineSystem): void {
  const { images, droplets, keys } = cloud.api.state
  assert.equal(images, [])
  assert.equal(droplets, [])
  assert.equal(
    keys.map(({ name }) => name),
    ['laptop'],
  )
}

test('an app with another checksum is never baked', () =>
  onMachines('02-database', (system) =>
    released(async (release) => {
      await writeArtifacts(system, { ...release, sha256: '0'.repeat(64) })
      const { status, output } = await system.bake()
      assert.is(status, 1, output)
      assert.match(output, 'The checksum for')
      nothingIsLeft(system)
      await settled(system)
    }),
  ))

test('a last task that fails undoes all before it', () =>
  onMachines('02-database', (system) =>
    released(async (release) => {
      const failing = { name: 'Fail', 'ansible.builtin.command': { cmd: 'false' } }
      await writeArtifacts(system, release, [failing])
      const { status, output } = await system.bake()
      assert.is(status, 1, output)
      nothingIsLeft(system)
      await settled(system)
    }),
  ))

/** The API has answered; the machine goes a moment later. */
async function settled({ cloud }: MachineSystem): Promise<void> {
  const deadline = Date.now() + 120_000
  while (cloud.plane.pids().length > 0 && Date.now() < deadline) {
    await new Promise((settle) => setTimeout(settle, 100))
  }
  assert.equal(cloud.plane.pids(), [])
}

for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
  test(`packer is stopped by ${signal} while ansible runs`, () =>
    onMachines('02-database', (system) =>
      released(async (release) => {
        await writeArtifacts(system, release)
        await stopped(system, signal)
        assert.equal(system.cloud.api.state.images, [])
        if (signal === 'SIGTERM') {
          nothingIsLeft(system)
          await settled(system)
        } else assert.is(system.cloud.api.state.droplets.length, 1)
      }),
    ))
}

async function stopped({ cloud, infra }: MachineSystem, signal: NodeJS.Signals): Promise<void> {
  const child = startPacker(cloud, dirname(infra), join(infra, 'packer/image.pkr.json'))
  const ended = new Promise((settle) => child.once('exit', settle))
  let output = ''
  await new Promise<void>((settle, refuse) => {
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (output.includes('TASK [')) settle()
    })
    child.once('exit', () => refuse(new Error(`packer ended too early:\n${output}`)))
  })
  if (signal === 'SIGKILL') killGroup(child)
  else child.kill(signal)
  await ended
  child.stdout.destroy()
  child.stderr.destroy()
}

test.run()
