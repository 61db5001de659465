// Nothing -> a fresh private key and a self-signed certificate for localhost, both as PEM, valid
// until 2049. Built from DER by hand so that tests need neither openssl nor a committed key.
import { generateKeyPairSync, sign } from 'node:crypto'

export type Certificate = { key: string; certificate: string }

const tag = { integer: 0x02, bits: 0x03, text: 0x0c, time: 0x17, list: 0x30, set: 0x31 }
const ecdsaWithSha256 = Buffer.from('06082a8648ce3d040302', 'hex')
const commonName = Buffer.from('0603550403', 'hex')

function der(kind: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const length = body.length
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([kind, ...(length < 128 ? [length] : long)]), body])
}

const bits = (content: Buffer): Buffer => der(tag.bits, Buffer.from([0]), content)
const time = (text: string): Buffer => der(tag.time, Buffer.from(text))

export function selfSigned(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const algorithm = der(tag.list, ecdsaWithSha256)
  const localhost = der(tag.text, Buffer.from('localhost'))
  const name = der(tag.list, der(tag.set, der(tag.list, commonName, localhost)))
  const content = der(
    tag.list,
    der(tag.integer, Buffer.from([1])),
    algorithm,
    name,
    der(tag.list, time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signature = bits(sign('sha256', content, privateKey))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: pem(der(tag.list, content, algorithm, signature)),
  }
}

function pem(content: Buffer): string {
  const lines = content.toString('base64').replace(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
