// The forms that values, messages and certificates take on their way to terraform and back.
import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { unknownValue, type Value } from '../cloud/provider/value.ts'
import { messages } from '../cloud/provider/wire/calls.ts'
import { selfSigned } from '../cloud/provider/wire/certificate.ts'
import { decodeValue, encodeValue } from '../cloud/provider/wire/msgpack.ts'
import { decodeMessage, encodeMessage } from '../cloud/provider/wire/protobuf.ts'
import './support/fixed-seed.ts'

const test = suite('provider: wire')

const { value: values } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Value>(null, true, false, unknownValue),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      tie('value'),
      { maxKeys: 20, noNullPrototype: true },
    ),
  ),
}))

test('every value comes back from MessagePack', () => {
  fc.assert(fc.property(values, (value) => assert.equal(decodeValue(encodeValue(value)), value)))
})

test('long texts, lists and objects come back too', () => {
  for (const length of [31, 32, 255, 256, 65_535, 65_536]) {
    const list = Array.from({ length }, () => 1)
    const record = Object.fromEntries(list.map((value, at) => [`name ${at}`, value]))
    for (const value of ['x'.repeat(length), list, record]) {
      assert.equal(decodeValue(encodeValue(value)), value)
    }
  }
})

test('a fraction travels as text, and a refined unknown is unknown', () => {
  assert.is(decodeValue(encodeValue(0.00744)), '0.00744')
  assert.is(decodeValue(Buffer.of(0xc7, 2, 12, 0x81, 0x01)), unknownValue)
})

test('a message comes back, with empty lists and maps for what it lacks', () => {
  const [, schema] = messages.GetSchema
  const block = { attributes: [], block_types: [] }
  const sent = {
    provider: { version: 3, block },
    resource_schemas: { digitalocean_tag: { version: 300, block } },
    server_capabilities: { get_provider_schema_optional: true },
  }
  const back = decodeMessage(schema, encodeMessage(schema, sent))
  assert.equal(back, { ...sent, data_source_schemas: {} })
})

test('a field that nobody described is skipped', () => {
  const [, stopped] = messages.Stop
  const bytes = Buffer.concat([
    Buffer.of(0x50, 0x96, 0x01),
    encodeMessage(stopped, { error: 'no' }),
  ])
  assert.equal(decodeMessage(stopped, bytes), { error: 'no' })
})

test('5000 certificates are well-formed', () => {
  for (let number = 0; number < 5_000; number++) {
    const { certificate } = selfSigned(['localhost'], 1)
    const lines = certificate.trimEnd().split('\n')
    assert.ok(lines.every((line) => line.length > 0 && line.length <= 64))
    assert.is(new X509Certificate(certificate).subjectAltName, 'DNS:localhost')
  }
})

test('a certificate is signed by itself and its key fits', () => {
  const { certificate } = selfSigned(['localhost'], 1)
  const parsed = new X509Certificate(certificate)
  assert.ok(parsed.verify(parsed.publicKey))
  assert.ok(parsed.ca)
  assert.ok(parsed.checkIssued(parsed))
})

test.run()
