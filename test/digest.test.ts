// Our own SHA-256 gives what Node's gives, for every length and across the borders of its memory.
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ownDigest, sha256, startedSlowly } from '../compiler/emit/digest.ts'
import { digestMany } from '../compiler/load/digest-many.ts'
import './support/fixed-seed.ts'

const test = suite('digest')

const nodes = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex')

const bytesOf = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * index + length) % 251)

test('of every length up to several blocks', () => {
  for (let length = 0; length <= 300; length += 1) {
    assert.is(ownDigest(bytesOf(length)), nodes(bytesOf(length)), `${length} bytes`)
  }
})

test('around the end of its memory, and of many bytes', () => {
  const room = 64 * 1024 - 1024
  const lengths = [-65, -64, -56, -55, -1, 0, 1, 64].flatMap((more) => [
    room + more,
    2 * room + more,
  ])
  for (const length of [...lengths, 3_000_000]) {
    assert.is(ownDigest(bytesOf(length)), nodes(bytesOf(length)), `${length} bytes`)
  }
})

test('of any bytes and any text, again and again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), fc.string({ unit: 'binary' }), (bytes, text) => {
      assert.is(ownDigest(bytes), nodes(bytes))
      assert.is(sha256(text), nodes(text))
      assert.is(sha256(bytes), nodes(bytes))
      assert.is(sha256(bytes), nodes(bytes))
    }),
  )
})

test('of so many bytes that Node does it', async () => {
  const bytes = bytesOf(5_000_000)
  await digestMany(bytes)
  assert.is(sha256(bytes), nodes(bytes))
})

test('without WebAssembly', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000, 70_000]) {
    assert.is(
      ownDigest(bytesOf(length), startedSlowly()),
      nodes(bytesOf(length)),
      `${length} bytes`,
    )
  }
})

test('of a part of a larger buffer', () => {
  const bytes = bytesOf(1000).subarray(13, 613)
  assert.is(ownDigest(bytes), nodes(bytes))
  assert.is(ownDigest(bytes, startedSlowly()), nodes(bytes))
})

test.run()
