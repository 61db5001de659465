// A key that is unknown where it stands → the path of the one that was probably meant: a key beside
// it with a similar name, or the only one of its name elsewhere in the config,
// or what another tool would call so.
import type { ConfigPath } from '../model/config-path.ts'
import { nearest } from '../report/nearest.ts'
import { keysAt } from './schema-at.ts'

export function intendedPath(path: ConfigPath, key: string): ConfigPath | undefined {
  const known = keysAt(path)
  const near = nearest(key, known) ?? known.find((name) => isCut(name, key) || isCut(key, name))
  if (near !== undefined) return [...path, near]
  const [place, ...others] = placesOf(key, []).sort((a, b) => a.length - b.length)
  const isClear = others.length === 0 || place?.length === 1
  return isClear && place !== undefined ? place : otherWords.get(key.toLowerCase())
}

/** What other tools call it. */
const otherWords: ReadonlyMap<string, ConfigPath> = new Map(
  Object.entries({
    'app.command': 'cmd start run exec entrypoint args',
    'app.packages': 'apt dependencies deps',
    'app.health': 'healthcheck probe readiness liveness',
    'app.env': 'variables vars secrets',
    'app.artifact': 'binary source download',
    version: 'tag release',
    database: 'db postgres postgresql pg',
    'scaling.instances': 'replicas count min max droplets machines servers',
    'scaling.size': 'plan machine droplet',
    'scaling.region': 'location datacenter',
    'scaling.ingress': 'loadbalancer lb',
    domain: 'dns hostname host',
    'domain.record': 'subdomain',
    access: 'ssh firewall',
    'image.base': 'os distribution',
  }).flatMap(([path, words]) => words.split(' ').map((word) => [word, path.split('.')] as const)),
)

/** `interval` for `intervalSeconds`, `environment` for `env`. */
const isCut = (short: string, long: string): boolean =>
  short.length >= 3 && long.toLowerCase().startsWith(short.toLowerCase())

function placesOf(key: string, at: ConfigPath): ConfigPath[] {
  return keysAt(at).flatMap((name) => {
    const path = [...at, name]
    return name.toLowerCase() === key.toLowerCase() ? [path] : placesOf(key, path)
  })
}
