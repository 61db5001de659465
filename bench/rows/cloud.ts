// examples/02-database on the local cloud, init → apply → healthy → destroy, beside what terraform
// itself takes for the same plan: there the same provider talks to an API that only writes down what it is told,
// and curl and sleep are scripts that succeed at once. On both sides DigitalOcean's delays are 0; on the cloud the
// sleeps of the rollout are real, at two hundred times the speed.
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { listSnapshot, prepareAccount } from '../../cloud/account.ts'
import { defaultDelays } from '../../cloud/api/delays.ts'
import { startApi } from '../../cloud/api/start-api.ts'
import { serveProvider } from '../../cloud/provider/serve-provider.ts'
import { terraformDoes } from '../../cloud/provider/testing/offline-terraform.ts'
import { startCloud } from '../../cloud/start-cloud.ts'
import { imageNameIn } from '../../test/support/cloud-system.ts'
import { root } from '../../test/support/root.ts'
import type { Bench } from '../bench.ts'
import type { Figure } from '../figure.ts'
import { inTurn } from '../in-turn.ts'

type Environment = Record<string, string>

const delays = Object.fromEntries(Object.keys(defaultDelays).map((name) => [name, 0]))
const requestsPerHour = 1e9
/** The 15 s in which the app drains still pass, as 75 ms. */
const speed = 200

export async function cloud({ pairs }: Bench): Promise<Figure[]> {
  // Removed at the end only: ext4 looks at every file that was deleted in the last minutes before it makes
  // another one.
  const folder = mkdtempSync(join(tmpdir(), 'immuc-bench-cloud-'))
  try {
    const runs = {
      theirs: () => onNothing(systemFolder(folder)),
      ours: () => onCloud(systemFolder(folder)),
    }
    return [figureOf(await inTurn(runs, pairs(7)))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const figureOf = (samples: Pick<Figure, 'ours' | 'theirs'>): Figure => ({
  what: '02-database on the local cloud, init to destroy',
  unit: 'ms',
  ...samples,
  against: 'terraform, with a provider that answers at once',
  aim: { times: 2 },
})

async function onCloud(folder: string): Promise<number> {
  const cloud = await startCloud({
    ...{ stateFolder: join(folder, 'state'), delays, requestsPerHour, scale: speed, pollMs: 5 },
    dataPlane: { bootMilliseconds: 0 },
  })
  try {
    await cloud.bake(join(folder, 'infra'))
    const client = cloud.client()
    return await lifetime(folder, cloud.environment, async () => {
      const { status } = await client.get('http://app.deploy.example.com:8080/health/check')
      if (status !== 200) throw new Error(`the system answers ${status}`)
    })
  } finally {
    await cloud.close()
  }
}

async function onNothing(folder: string): Promise<number> {
  const token = 'made-up-token'
  const api = await startApi({ delays, requestsPerHour, token })
  prepareAccount(api, {})
  const name = imageNameIn(join(folder, 'infra/terraform'))
  listSnapshot(api, { id: 1, name, regions: ['ams3'] })
  const served = await serveProvider({ apiUrl: api.url, token, pollMs: 1, socketFolder: folder })
  try {
    const environment = {
      DIGITALOCEAN_TOKEN: token,
      ...served.environment,
      PATH: instant(folder),
    }
    return await lifetime(folder, environment)
  } finally {
    await served.close()
    await api.close()
  }
}

async function lifetime(
  folder: string,
  environment: Environment,
  healthy = async () => {},
): Promise<number> {
  const surroundings = { folder: join(folder, 'infra/terraform'), environment }
  const start = performance.now()
  await terraformDoes(surroundings, 'init')
  await terraformDoes(surroundings, 'apply', '-auto-approve')
  await healthy()
  await terraformDoes(surroundings, 'destroy', '-auto-approve')
  return performance.now() - start
}

/** The artifacts in a folder of their own; the database may go. */
function systemFolder(top: string): string {
  const folder = mkdtempSync(join(top, 'run-'))
  cpSync(join(root, 'examples/02-database/expected'), join(folder, 'infra'), { recursive: true })
  const released = {
    digitalocean_database_cluster: { app: { lifecycle: { prevent_destroy: false } } },
  }
  writeFileSync(
    join(folder, 'infra/terraform/release_override.tf.json'),
    JSON.stringify({ resource: released }),
  )
  return folder
}

/** A PATH on which the health check passes and no sleep takes any time. */
function instant(folder: string): string {
  const commands = join(folder, 'instant')
  mkdirSync(commands)
  for (const [name, line] of [
    ['curl', 'printf 200'],
    ['sleep', ':'],
  ]) {
    writeFileSync(join(commands, `${name}`), `#!/bin/sh\n${line}\n`)
    chmodSync(join(commands, `${name}`), 0o755)
  }
  return `${commands}${delimiter}${process.env.PATH ?? ''}`
}
