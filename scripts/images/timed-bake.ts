// A packer template -> whether it baked, how long each of its stages took, and where it stopped.
import type { Cloud } from '../../cloud/start-cloud.ts'
import { killGroup, startPacker } from '../../test/support/machine-system.ts'

export type Stage = [name: string, seconds: number]

export type Bake = { baked: boolean; stages: Stage[]; seconds: number; said: string }

// What packer says when the stage before it has ended.
const ends: readonly [stage: string, saying: RegExp][] = [
  ['the machine boots, SSH answers', /Connected to SSH!/],
  ['before Ansible', /Provisioning with Ansible/],
  ['Ansible', /Gracefully shutting down/],
  ['shutdown', /Creating snapshot/],
  ['snapshot', /Destroying droplet/],
]

const mostSeconds = 360

export async function timedBake(cloud: Cloud, folder: string, template: string): Promise<Bake> {
  const begun = performance.now()
  const child = startPacker(cloud, folder, template)
  const marks: Stage[] = []
  let said = ''
  const hear = (chunk: Buffer) => {
    said += chunk
    for (const [stage, saying] of ends) {
      if (saying.test(said) && !marks.some(([name]) => name === stage)) {
        marks.push([stage, (performance.now() - begun) / 1000])
      }
    }
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const timer = setTimeout(() => killGroup(child), mostSeconds * 1000)
  const status = await new Promise<number | null>((settle, refuse) => {
    child.once('error', refuse)
    child.once('close', settle)
  }).finally(() => clearTimeout(timer))
  const seconds = (performance.now() - begun) / 1000
  return {
    baked: status === 0,
    stages: lengths([...marks, ['the droplet and its key are deleted', seconds]]),
    seconds,
    said,
  }
}

const lengths = (marks: readonly Stage[]): Stage[] =>
  marks.map(([name, at], index) => [name, at - (marks[index - 1]?.[1] ?? 0)])

/** The first line that says why, without what differs from run to run. */
export function reasonIn(said: string): string {
  const lines = said.split('\n').map((line) => line.replace(/^\S+: (==> )?(digitalocean: )?/, ''))
  const reasons = [/"msg": ".*/, /^.*Error creating droplet: .*/, /^fatal: .*/]
  const found = reasons.flatMap((one) => lines.flatMap((line) => line.match(one)?.[0] ?? []))
  return (found[0] ?? lines.at(-2) ?? '')
    .replace(/^"msg": "(.*?)(", "unreachable.*|"\}?)?$/, '$1')
    .replace(/\\n.*| '(\w+)' is undefined\.(?= '\1')/g, '')
    .replace(/http:\/\/127\.0\.0\.1:\d+| port \d+| \(request "[^"]*"\)/g, '')
}
