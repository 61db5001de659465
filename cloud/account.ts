// Names of domains and keys -> an account that has them before anything is applied; one that has them
// already stays as it is.
import { createHash, randomInt } from 'node:crypto'
import { addImage } from './api/add-image.ts'
import type { Api } from './api/start-api.ts'
import type { State } from './api/state.ts'
import { timestamp } from './clock.ts'

export type Account = {
  /** Zones, such as example.com. */
  domains?: readonly string[]
  /** Names of SSH keys. */
  sshKeys?: readonly string[]
}

export function prepareAccount({ state }: Api, { domains = [], sshKeys = [] }: Account): void {
  for (const name of domains) {
    if (state.domains.some((domain) => domain.name === name)) continue
    state.domains.push({ name, ttl: 1800, records: [] })
  }
  for (const name of sshKeys) {
    if (!state.keys.some((key) => key.name === name)) state.keys.push(madeUpKey(state, name))
  }
}

/** Nobody has its other half; nothing here logs in. */
function madeUpKey(state: State, name: string) {
  const id = state.nextId
  state.nextId += 1
  const type = Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20')
  const blob = Buffer.concat([type, Buffer.from(Array.from({ length: 32 }, () => randomInt(256)))])
  const fingerprint = createHash('md5').update(blob).digest('hex').match(/../g) ?? []
  const publicKey = `ssh-ed25519 ${blob.toString('base64')} ${name}`
  return { id, name, public_key: publicKey, fingerprint: fingerprint.join(':') }
}

type Snapshot = { id: number; name: string; regions: string[] }

/** Of images with one name the last one listed is the newest, also within one second. */
export function listSnapshot(api: Api, snapshot: Snapshot): void {
  const before = api.state.images
    .filter(({ name }) => name === snapshot.name)
    .map(({ created_at }) => Date.parse(created_at) + 1000)
  const created = Math.max(api.clock.now(), ...before)
  addImage(api, { ...snapshot, created_at: timestamp(created) })
}
