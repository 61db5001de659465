// /v2/certificates: uploaded ones are verified at once, those of Let's Encrypt when they are issued.
// Private keys are not kept.
import { createHash, X509Certificate } from 'node:crypto'
import { timestamp } from '../clock.ts'
import { oneOf, requiredText, texts } from './body.ts'
import { paged } from './page.ts'
import { accepted, created, forbidden, found, noContent, ok, unprocessable } from './reply.ts'
import type { Call, Routes } from './router.ts'
import type { Certificate } from './state.ts'
import { start } from './work.ts'
import { changed, isoNow, remove, uuid, type World } from './world.ts'

export const certificateRoutes: Routes = {
  'GET /v2/certificates': (call) => {
    const name = call.query.get('name')
    const wanted = call.world.state.certificates.filter((one) => name === null || one.name === name)
    return paged(call, 'certificates', wanted)
  },
  'POST /v2/certificates': createCertificate,
  'GET /v2/certificates/:certificate': (call) => ok({ certificate: certificateOf(call) }),
  'DELETE /v2/certificates/:certificate': (call) => {
    const { state } = call.world
    const certificate = certificateOf(call)
    const uses = state.load_balancers.flatMap(({ forwarding_rules }) => forwarding_rules)
    if (uses.some(({ certificate_id }) => certificate_id === certificate.id)) {
      throw forbidden('Make sure the certificate is not in use before deleting it')
    }
    remove(state.certificates, certificate)
    changed(call.world, 'certificate', 'deleted', certificate)
    return noContent
  },
}

const certificateOf = ({ world, param }: Call): Certificate =>
  found(world.state.certificates.find(({ id }) => id === param('certificate')))

function createCertificate(call: Call) {
  const { world, body } = call
  const type = oneOf(body, 'type', ['custom', 'lets_encrypt']) || 'custom'
  const name = requiredText(body, 'name')
  if (world.state.certificates.some((one) => one.name === name)) {
    throw unprocessable('certificate name must be unique')
  }
  const certificate = type === 'custom' ? uploaded(call, name) : requested(call, name)
  world.state.certificates.push(certificate)
  changed(world, 'certificate', 'created', certificate)
  if (certificate.type === 'custom') return created({ certificate })
  issue(world, certificate)
  return accepted({ certificate })
}

function uploaded({ world, body }: Call, name: string): Certificate {
  requiredText(body, 'private_key')
  const parsed = parse(requiredText(body, 'leaf_certificate'))
  return {
    id: uuid(),
    name,
    type: 'custom',
    state: 'verified',
    dns_names: (parsed.subjectAltName ?? '')
      .split(', ')
      .filter((entry) => entry.startsWith('DNS:'))
      .map((entry) => entry.slice('DNS:'.length)),
    not_after: timestamp(Date.parse(parsed.validTo)),
    sha1_fingerprint: createHash('sha1').update(parsed.raw).digest('hex'),
    created_at: isoNow(world),
  }
}

function parse(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw unprocessable('The certificate is not valid PEM')
  }
}

function requested({ world, body }: Call, name: string): Certificate {
  const names = texts(body, 'dns_names') ?? []
  if (names.length === 0) throw unprocessable('dns_names is required')
  return {
    id: uuid(),
    name,
    type: 'lets_encrypt',
    state: 'pending',
    dns_names: names,
    not_after: timestamp(world.clock.now() + 90 * 24 * 3600 * 1000),
    sha1_fingerprint: createHash('sha1').update(name).digest('hex'),
    created_at: isoNow(world),
  }
}

/** Also after a restart, for one that was still pending. */
export function issue(world: World, certificate: Certificate): void {
  start(world, {
    what: 'issue certificate',
    name: certificate.name,
    run: async () => {
      await world.backend.certificates.issue(certificate.dns_names)
      certificate.state = 'verified'
      changed(world, 'certificate', 'verified', certificate)
    },
    failed: (message) => {
      certificate.state = 'error'
      changed(world, 'certificate', 'errored', certificate, { message })
    },
  })
}
