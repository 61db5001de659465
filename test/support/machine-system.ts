// An example -> a cloud whose droplets are machines, the example's own artifacts, and the stock tools
// that are pointed at it by environment variables alone.
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTerraform, terraformDoes } from '../../cloud/provider/testing/offline-terraform.ts'
import { type Cloud, startCloud } from '../../cloud/start-cloud.ts'
import { root } from './root.ts'

export type MachineSystem = {
  cloud: Cloud
  /** The artifacts, unchanged. */
  infra: string
  bake: (template?: string) => Promise<Ran>
  does: (...words: string[]) => Promise<string>
  status: (...words: string[]) => Promise<number | null>
  /** Seconds that each named stage took, in order. */
  stages: [string, number][]
  timed: <T>(name: string, work: () => Promise<T>) => Promise<T>
}

export type Ran = { status: number | null; output: string }

export const scale = 40

export async function onMachines(
  example: string,
  body: (system: MachineSystem) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-machines-'))
  const infra = join(folder, 'infra')
  cpSync(join(root, 'examples', example, 'expected'), infra, { recursive: true })
  const cloud = await startCloud({
    ...{ stateFolder: join(folder, 'state'), scale, requestsPerHour: 1e9, droplets: 'machine' },
    account: { domains: ['example.com'], sshKeys: ['laptop'] },
  })
  try {
    await body(systemOn(cloud, infra, folder))
  } finally {
    await cloud.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function systemOn(cloud: Cloud, infra: string, folder: string): MachineSystem {
  const surroundings = {
    folder: join(infra, 'terraform'),
    environment: {
      ...cloud.environment,
      TF_VAR_secret_stripe_key: 'a secret with "quotes" and $signs',
      TF_VAR_gate_from: '["203.0.113.7/32"]',
    },
  }
  const stages: [string, number][] = []
  return {
    ...{ cloud, infra, stages },
    bake: (template = join(infra, 'packer/image.pkr.json')) => packerBuild(cloud, folder, template),
    does: (...words) => terraformDoes(surroundings, ...words),
    status: async (...words) => (await startTerraform(surroundings, words).ended).status,
    timed: async (name, work) => {
      const before = performance.now()
      try {
        return await work()
      } finally {
        stages.push([name, (performance.now() - before) / 1000])
      }
    },
  }
}

export const packerEnvironment = (cloud: Cloud, folder: string) => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  TMPDIR: join(folder, 'tmp'),
  LANG: 'C.UTF-8',
  CHECKPOINT_DISABLE: '1',
  DIGITALOCEAN_API_TOKEN: cloud.token,
  DIGITALOCEAN_API_URL: cloud.api.url,
})

export function startPacker(cloud: Cloud, folder: string, template: string) {
  mkdirSync(join(folder, 'tmp'), { recursive: true })
  return spawn('packer', ['build', '-color=false', '-timestamp-ui', template], {
    cwd: folder,
    env: packerEnvironment(cloud, folder),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

const mostSecondsOfABake = 360

/** Packer is a process that watches another one. */
export function killGroup({ pid, stdout, stderr }: ReturnType<typeof startPacker>): void {
  process.kill(-(pid ?? 0), 'SIGKILL')
  // Ansible's connections live on for a minute, and hold them.
  stdout.destroy()
  stderr.destroy()
}

async function packerBuild(cloud: Cloud, folder: string, template: string): Promise<Ran> {
  const child = startPacker(cloud, folder, template)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
      if (process.env.IMMUC_SHOW === '1') process.stderr.write(chunk)
    })
  }
  const timer = setTimeout(() => killGroup(child), mostSecondsOfABake * 1000)
  const status = await new Promise<number | null>((settle, refuse) => {
    child.once('error', refuse)
    child.once('close', settle)
  }).finally(() => clearTimeout(timer))
  return { status, output }
}

export function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
}
