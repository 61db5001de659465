// A host address -> a certificate for it with its key, signed by itself and valid for ten years. It is
// its own authority, so that a client which verifies the server trusts this one and no other.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import {
  bitString,
  der,
  explicit,
  integer,
  objectId,
  octets,
  sequence,
  setOf,
  utcTime,
  utf8,
  yes,
} from '../provider/wire/der.ts'

/** Both PEM. */
export type ServerCertificate = { certificate: string; key: string }

const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
const day = 86_400_000
const dnsName = 0x82
const ipAddress = 0x87

export function certificateFor(address: string, commonName: string): ServerCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId(ecdsaWithSha256))
  const name = sequence(setOf(sequence(objectId('2.5.4.3'), utf8(commonName.slice(0, 64)))))
  const now = Date.now()
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    // Positive, and with no zero in front.
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    name,
    sequence(utcTime(new Date(now - day)), utcTime(new Date(now + 3650 * day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, extensions(address, commonName)),
  )
  const whole = sequence(body, algorithm, bitString(sign('sha256', body, privateKey)))
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { certificate: pem(whole), key }
}

function extensions(address: string, commonName: string): Buffer {
  const names = sequence(
    der(ipAddress, Buffer.from(address.split('.').map(Number))),
    der(dnsName, Buffer.from(commonName)),
  )
  return sequence(
    sequence(objectId('2.5.29.19'), yes, octets(sequence(yes))),
    sequence(objectId('2.5.29.17'), octets(names)),
  )
}

function pem(whole: Buffer): string {
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
