// A machine's number -> its two network interfaces, waiting in a network namespace of their own until
// its system takes them: eth0 at the public bridge, eth1 at the private one.
import { macOf } from './config-drive.ts'
import { run } from './run.ts'

const namespaceOf = (id: number): string => `d${id}`

/** The bridge's ends; firewalls know a machine by the first. */
export const portOf = (id: number, side: 'public' | 'private'): string =>
  `${side === 'public' ? 'p' : 'v'}${id}`

export const enterNamespace = (id: number): string[] => [
  'nsenter',
  `--net=/run/netns/${namespaceOf(id)}`,
]

export async function addInterfaces(id: number): Promise<void> {
  await removeInterfaces(id)
  const space = namespaceOf(id)
  const wire = (side: 'public' | 'private', inside: string, bridge: string) => [
    `link add ${portOf(id, side)} type veth peer name ${inside} address ${macOf(id, side)} netns ${space}`,
    `link set ${portOf(id, side)} master ${bridge} up`,
  ]
  const lines = [...wire('public', 'eth0', 'public'), ...wire('private', 'eth1', 'vpc')]
  await run('ip', ['netns', 'add', space])
  await run('ip', ['-batch', '-'], `${lines.join('\n')}\n`)
}

/** A namespace alone may live on for minutes, and its address with it. */
export async function removeInterfaces(id: number): Promise<void> {
  for (const side of ['public', 'private'] as const) {
    await run('ip', ['link', 'del', portOf(id, side)]).catch(() => '')
  }
  await run('ip', ['netns', 'del', namespaceOf(id)]).catch(() => '')
}
