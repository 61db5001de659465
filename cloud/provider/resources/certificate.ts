// digitalocean_certificate. Its id is its name; of the key and the certificates the state holds
// digests.
import { hasStatus } from '../api-client.ts'
import { notEmpty, oneOf } from '../check.ts'
import { some, text, texts } from '../given.ts'
import { during, type Operation, type Resource, timeoutMs } from '../resource.ts'
import { pause, waitFor } from '../wait.ts'
import { type Certificate, findCertificate } from './certificate-names.ts'
import { hashed } from './hashed.ts'

const secrets = ['private_key', 'leaf_certificate', 'certificate_chain'] as const
const retryPauseMs = 1_000

export const certificate: Resource = {
  defaults: { type: 'custom' },
  replacedBy: ['name', 'domains', 'type', ...secrets],
  stored: Object.fromEntries(secrets.map((name) => [name, hashed])),
  unchanged: { domains: (_, __, { planned }) => planned.type === 'custom' },
  conflicts: secrets.map((name) => ['domains', name]),
  checks: {
    name: notEmpty,
    type: oneOf('custom', 'lets_encrypt'),
    domains: notEmpty,
    ...Object.fromEntries(secrets.map((name) => [name, notEmpty])),
  },
  create,
  read: async (api, { id }) => {
    const found = await during('Error retrieving Certificate', findCertificate(api, String(id)))
    if (found === undefined) return null
    const { name, type, state, not_after, sha1_fingerprint, dns_names } = found
    return {
      name,
      uuid: found.id,
      type,
      state,
      not_after,
      sha1_fingerprint,
      domains: dns_names ?? [],
    }
  },
  remove,
}

async function create({ api, pace, planned, config, keep }: Operation): Promise<void> {
  const type = text(planned.type)
  const needed = type === 'custom' ? ['private_key', 'leaf_certificate'] : []
  const missing = needed.find((name) => text(config[name]) === undefined)
  if (missing) throw new Error(`\`${missing}\` is required for when type is \`custom\` or empty`)
  const dns_names = some(texts(planned.domains))
  if (type === 'lets_encrypt' && dns_names === undefined) {
    throw new Error('`domains` is required for when type is `lets_encrypt`')
  }
  const written = Object.fromEntries(secrets.map((name) => [name, text(config[name])]))
  const body = { name: text(planned.name), type, ...written, dns_names }
  const made = api.post<{ certificate: Certificate }>('/v2/certificates', body)
  const { id, name } = (await during('Error creating Certificate', made)).certificate
  keep({ id: name, uuid: id })
  const state = async (): Promise<string> =>
    (await api.get<{ certificate: Certificate }>(`/v2/certificates/${id}`)).certificate.state
  const wait = { state, target: 'verified', pending: ['pending'], delayMs: 10_000, pauseMs: 3_000 }
  const verified = waitFor({ ...wait, timeoutMs: timeoutMs(planned, 'create', '10m') }, pace)
  await during(`Error waiting for certificate (${name}) to become active`, verified)
}

/** A certificate that a load balancer still uses is refused with 403, and asked for again. */
async function remove({ api, pace, prior }: Operation): Promise<void> {
  const found = await during('Error retrieving Certificate', findCertificate(api, String(prior.id)))
  if (found === undefined) return
  const end = Date.now() + timeoutMs(prior, 'delete', '15m')
  for (;;) {
    try {
      return await api.remove(`/v2/certificates/${found.id}`)
    } catch (error) {
      const again = hasStatus(error, 403) && Date.now() < end
      if (!again) return during('Error deleting Certificate', Promise.reject(error))
      await pause(retryPauseMs, pace)
    }
  }
}
