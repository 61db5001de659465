// /v2/account and /v2/account/keys.
import { createHash } from 'node:crypto'
import { requiredText } from './body.ts'
import { paged } from './page.ts'
import { created, found, noContent, ok, unprocessable } from './reply.ts'
import type { Call, Routes } from './router.ts'
import type { SshKey } from './state.ts'
import { changed, nextId, remove } from './world.ts'

export const accountRoutes: Routes = {
  'GET /v2/account': ({ world }) =>
    ok({
      account: {
        droplet_limit: world.dropletLimit,
        floating_ip_limit: world.reservedIpLimit,
        reserved_ip_limit: world.reservedIpLimit,
        volume_limit: 10,
        email: 'operator@example.com',
        name: 'Operator',
        uuid: world.state.account.uuid,
        email_verified: true,
        status: 'active',
        status_message: '',
        team: { uuid: world.state.account.team_uuid, name: 'My Team' },
      },
    }),
  'GET /v2/account/keys': (call) => paged(call, 'ssh_keys', call.world.state.keys),
  'POST /v2/account/keys': createKey,
  'GET /v2/account/keys/:key': (call) => ok({ ssh_key: keyOf(call) }),
  'PUT /v2/account/keys/:key': (call) => {
    const key = keyOf(call)
    key.name = requiredText(call.body, 'name')
    return ok({ ssh_key: key })
  },
  'DELETE /v2/account/keys/:key': (call) => {
    const key = keyOf(call)
    remove(call.world.state.keys, key)
    changed(call.world, 'ssh-key', 'deleted', key)
    return noContent
  },
}

/** By id or by fingerprint, as everywhere in the API. */
export const isKey = (key: SshKey, reference: string): boolean =>
  String(key.id) === reference || key.fingerprint === reference

const keyOf = (call: Call): SshKey =>
  found(call.world.state.keys.find((key) => isKey(key, call.param('key'))))

function createKey({ world, body }: Call) {
  const name = requiredText(body, 'name')
  const publicKey = requiredText(body, 'public_key')
  const fingerprint = fingerprintOf(publicKey)
  if (world.state.keys.some((key) => key.fingerprint === fingerprint)) {
    throw unprocessable('SSH Key is already in use on your account')
  }
  const key = { id: nextId(world), fingerprint, public_key: publicKey, name }
  world.state.keys.push(key)
  changed(world, 'ssh-key', 'created', key)
  return created({ ssh_key: key })
}

/** The API shows MD5 fingerprints without a prefix. */
function fingerprintOf(publicKey: string): string {
  const [type = '', blob = ''] = publicKey.trim().split(/\s+/)
  const bytes = Buffer.from(blob, 'base64')
  const inner = bytes.subarray(4, 4 + (bytes.length >= 4 ? bytes.readUInt32BE(0) : 0))
  if (bytes.length < 8 || inner.toString() !== type) {
    throw unprocessable('Key invalid type, we support ssh-rsa, ssh-dss, ssh-ed25519 and ecdsa keys')
  }
  const digest = createHash('md5').update(bytes).digest('hex')
  return (digest.match(/../g) ?? []).join(':')
}
