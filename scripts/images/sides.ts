// A cloud whose droplets are machines -> the talk's files and immuc's, each baked, applied and looked
// into, as far as they come.
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startTerraform, terraformDoes } from '../../cloud/provider/testing/offline-terraform.ts'
import type { Cloud } from '../../cloud/start-cloud.ts'
import { withImage } from '../../test/support/machine-checks.ts'
import { root } from '../../test/support/root.ts'
import { exposureOf, type Violations, violationsIn } from './linted.ts'
import { foundOn, leftIn, type Row } from './look.ts'
import { attempts, writeTalk } from './talk-attempts.ts'
import { type Bake, reasonIn, type Stage, timedBake } from './timed-bake.ts'

export type Side = {
  violations: Violations
  exposure: string
  left: Row[]
  droplet: Row[]
  stages: Stage[]
}

export type Tried = { change: string; outcome: string; seconds: number }

export type Place = { cloud: Cloud; folder: string; say: (line: string) => void }

const example = join(root, 'examples/01-hello/expected')

export async function immucSide({ cloud, folder }: Place): Promise<Side> {
  const infra = join(folder, 'immuc')
  cpSync(example, infra, { recursive: true })
  const bake = await timedBake(cloud, folder, join(infra, 'packer/image.pkr.json'))
  return await sideOf({ cloud, folder }, bake, {
    ...{ ansible: join(infra, 'ansible'), terraform: join(infra, 'terraform'), unit: 'hello' },
    variables: { TF_VAR_gate_from: '["203.0.113.7/32"]' },
  })
}

export async function talkSide(place: Place): Promise<{ side: Side; tried: Tried[] }> {
  const { cloud, folder } = place
  const { bake, tried } = await released((url) => bakeTheTalk(place, url))
  const terraform = join(folder, 'talk-terraform')
  mkdirSync(terraform)
  for (const file of ['main.tf', 'config_app.tftpl']) {
    cpSync(join(root, 'rehearsal/talk', file), join(terraform, file))
  }
  const side = await sideOf(place, bake, {
    ...{ ansible: join(root, 'rehearsal/talk/ansible'), terraform, unit: 'app' },
    variables: {
      TF_VAR_image: cloud.api.state.images.at(-1)?.name ?? '',
      TF_VAR_size: 's-1vcpu-1gb',
      TF_VAR_settings: '{"RELEASE":"v1.0.0"}',
    },
  })
  return { side, tried }
}

async function bakeTheTalk(
  { cloud, folder, say }: Place,
  url: string,
): Promise<{ bake: Bake; tried: Tried[] }> {
  const all = attempts({ url, version: 'v1.0.0' })
  const tried: Tried[] = []
  for (const [index, { change }] of all.entries()) {
    const where = join(folder, `talk-${index}`)
    const makes = all.slice(0, index + 1).map(({ make }) => make)
    const bake = await timedBake(cloud, where, writeTalk(where, makes))
    const outcome = bake.baked ? 'it bakes' : reasonIn(bake.said)
    say(`the talk, ${change}: ${outcome}`)
    tried.push({ change, outcome, seconds: bake.seconds })
    if (bake.baked) return { bake, tried }
    if (index === all.length - 1) throw new Error(bake.said)
  }
  throw new Error('there is no attempt')
}

/** The app at the address that the playbook downloads it from. */
async function released<T>(use: (url: string) => Promise<T>): Promise<T> {
  const app = readFileSync(join(root, 'app/dist/app'))
  const server = createServer((_, response) => void response.end(app))
  await new Promise<void>((settle) => server.listen(8900, '198.18.0.1', settle))
  try {
    return await use('http://198.18.0.1:8900')
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

type Deployed = {
  ansible: string
  terraform: string
  unit: string
  variables: Record<string, string>
}

async function sideOf(
  { cloud, folder }: Pick<Place, 'cloud' | 'folder'>,
  bake: Bake,
  { ansible, terraform, unit, variables }: Deployed,
): Promise<Side> {
  if (!bake.baked) throw new Error(bake.said)
  const surroundings = { folder: terraform, environment: { ...cloud.environment, ...variables } }
  await terraformDoes(surroundings, 'init')
  const begun = performance.now()
  await terraformDoes(surroundings, 'apply', '-auto-approve')
  const applied = performance.now()
  await answers(cloud, JSON.parse(await terraformDoes(surroundings, 'output', '-json')).url.value)
  const healthy = performance.now()
  const droplet = cloud.api.state.droplets.at(-1)?.id ?? 0
  const side = {
    violations: violationsIn(ansible, join(folder, `${unit}-linted`)),
    exposure: exposureOf(join(ansible, 'files'), `${unit}.service`),
    left: withImage({ infra: join(folder, 'infra') }, leftIn),
    droplet: await foundOn(droplet, unit),
    stages: [
      ...bake.stages,
      ['`terraform apply`', (applied - begun) / 1000] satisfies Stage,
      ['until the app answers after it', (healthy - applied) / 1000] satisfies Stage,
    ],
  }
  await startTerraform(surroundings, ['destroy', '-auto-approve']).ended
  return side
}

async function answers(cloud: Cloud, url: string): Promise<void> {
  const client = cloud.client()
  try {
    for (const deadline = Date.now() + 120_000; Date.now() < deadline; await sleep(50)) {
      const asked = client.get(`${url}/health/check`).then(({ status }) => status)
      if ((await asked.catch(() => undefined)) === 200) return
    }
    throw new Error(`${url} does not answer`)
  } finally {
    client.close()
  }
}
