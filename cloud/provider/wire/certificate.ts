// The names of a server → a certificate for it with its key, signed by itself. It is its own
// authority, so that a client which verifies the server trusts this one and no other.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'
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
  /** PEM, like the key. */
  readonly certificate: string
  readonly key: string
}

/** DNS names and IPv4 addresses; the first one is the common name too. */
export type ServerNames = readonly [string, ...string[]]

const oids = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  basicConstraints: '2.5.29.19',
  subjectAltName: '2.5.29.17',
  serverAuth: '1.3.6.1.5.5.7.3.1',
}
const mostCharactersOfACommonName = 64
const day = 86_400_000

export function selfSigned(names: ServerNames, days: number): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId(oids.ecdsaWithSha256))
  const commonName = names[0].slice(0, mostCharactersOfACommonName)
  const name = sequence(setOf(sequence(objectId(oids.commonName), utf8(commonName))))
  const now = Date.now()
  const body = sequence(
    explicit(0, integer(Buffer.of(2))),
    integer(serialNumber()),
    algorithm,
    name,
    sequence(utcTime(new Date(now - day)), utcTime(new Date(now + days * day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, extensions(names)),
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

function extensions(names: ServerNames): Buffer {
  return sequence(
    // digitalSignature and keyCertSign.
    extension(oids.keyUsage, bitString(Buffer.of(0x84), 2), true),
    extension(oids.extendedKeyUsage, sequence(objectId(oids.serverAuth))),
    extension(oids.basicConstraints, sequence(yes), true),
    extension(oids.subjectAltName, sequence(...names.map(alternativeName))),
  )
}

const alternativeName = (name: string): Buffer =>
  isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectId(id), ...(critical ? [yes] : []), octets(value))
}

/** Lines of 64; replacing each 64 characters by a line would leave an empty one at some lengths. */
function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
