// Nothing → a certificate for "localhost" with its key, signed by itself and valid for a day: what
// Terraform demands of a plugin that it talks TLS with.
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
} from './der.ts'

export type Certificate = {
  readonly der: Buffer
  readonly certificate: string
  readonly key: string
}

const oids = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  basicConstraints: '2.5.29.19',
  subjectAltName: '2.5.29.17',
  serverAuth: '1.3.6.1.5.5.7.3.1',
}
const minute = 60_000
const day = 86_400_000

export function selfSigned(now = Date.now()): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId(oids.ecdsaWithSha256))
  const name = sequence(setOf(sequence(objectId(oids.commonName), utf8('localhost'))))
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(serialNumber()),
    algorithm,
    name,
    sequence(utcTime(new Date(now - minute)), utcTime(new Date(now + day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, extensions()),
  )
  const signed = sequence(body, algorithm, bitString(sign('sha256', body, privateKey)))
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { der: signed, certificate: pem(signed), key }
}

/** Positive, and with no zero in front, which DER forbids. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01
  return bytes
}

function extensions(): Buffer {
  const localhost = der(0x82, Buffer.from('localhost'))
  return sequence(
    // digitalSignature and keyCertSign.
    extension(oids.keyUsage, bitString(Buffer.of(0x84), 2), true),
    extension(oids.extendedKeyUsage, sequence(objectId(oids.serverAuth))),
    extension(oids.basicConstraints, sequence(yes), true),
    extension(oids.subjectAltName, sequence(localhost)),
  )
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectId(id), ...(critical ? [yes] : []), octets(value))
}

/** Lines of 64; replacing each 64 characters by a line would leave an empty one at some lengths. */
function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
