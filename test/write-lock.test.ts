// What the writer makes of each lock that it may find: its own, a broken one, a hostile one.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { sha256 } from '../compiler/emit/digest.ts'
import { marker } from '../compiler/write/marker.ts'
import { type Files, faults, type OutputFolder, withOutput } from './support/output-folder.ts'

const test = suite('lock')

const one: Files = { 'README.md': 'one\n', 'terraform/a.tf.json': '{"one": 1}\n' }
const two: Files = { 'README.md': 'two\n', 'packer/image.pkr.json': '{"two": 2}\n' }

const lockOf = ({ out }: OutputFolder): string => join(out, 'immuc.lock.json')

const inFolder = (name: string, body: (output: OutputFolder) => Promise<void>): void => {
  test(name, () => withOutput(body))
}

const unreadable =
  "lock-unreadable: immuc.lock.json can't be read, so immuc can't tell its own files from yours"

async function refused(output: OutputFolder, fault: string): Promise<void> {
  const [before, lock] = [output.files(), readFileSync(lockOf(output), 'utf8')]
  assert.equal(faults(await output.build(two)), [fault])
  assert.equal(faults(await output.check(two)), [fault])
  assert.equal(output.files(), before)
  assert.is(readFileSync(lockOf(output), 'utf8'), lock)
}

inFolder('names immuc, the input and each artifact', async (output) => {
  await output.build(one)
  assert.equal(JSON.parse(readFileSync(lockOf(output), 'utf8')), {
    '//': 'Written by immuc. It tells immuc which files are its own: commit it with them.',
    immuc: '1.2.3',
    input: 'input',
    artifacts: Object.fromEntries(Object.entries(one).map(([path, text]) => [path, sha256(text)])),
  })
})

inFolder('if it is missing, nothing is known to be immuc’s own', async (output) => {
  await output.build(one)
  rmSync(lockOf(output))
  assert.equal(faults(await output.build(one)), [], 'the same content is safe to take over')
  rmSync(lockOf(output))
  assert.equal(faults(await output.build(two)), [
    'foreign-file: README.md exists, and immuc did not write it',
  ])
})

const broken: Record<string, string> = {
  'is empty': '',
  'is cut off': '{ "immuc": "1.2.3", "input',
  'is null': 'null',
  'is a list': '[]',
  'has no artifacts': '{ "immuc": "1.2.3", "input": "" }',
  'has artifacts that are a list of nothing known': '{ "immuc": 1, "input": "", "artifacts": [] }',
  'has a digest that is a number': '{ "immuc": "1", "input": "", "artifacts": { "a": 1 } }',
  'has a broken list of what was before':
    '{ "immuc": "1", "input": "", "artifacts": {}, "before": 1 }',
}

for (const [name, text] of Object.entries(broken)) {
  inFolder(`refuses one that ${name}`, async (output) => {
    await output.build(one)
    writeFileSync(lockOf(output), text)
    await refused(output, unreadable)
    assert.equal(faults(await output.build(two, { force: true })), [])
    assert.equal(faults(await output.build(two)), [])
  })
}

const outside = ['../victim', 'terraform/../../victim', '/victim', 'C:/victim', '..\\victim', '.']
const nowhere = ['', 'a//b', './a', 'a/.', 'a\0b', 'immuc.lock.json']

for (const path of [...outside, ...nowhere]) {
  inFolder(`refuses one that names ${JSON.stringify(path)}`, async (output) => {
    const victim = join(output.above, 'victim')
    await output.build(one)
    writeFileSync(victim, 'mine\n')
    const hostile = { immuc: '1.2.3', input: '', artifacts: { [path]: sha256('mine\n') } }
    writeFileSync(lockOf(output), JSON.stringify(hostile, null, 2))
    await refused(output, unreadable)
    await output.build(two, { force: true })
    assert.is(readFileSync(victim, 'utf8'), 'mine\n')
  })
}

inFolder('treats a name of JavaScript’s own as any other', async (output) => {
  output.put('constructor', 'mine\n')
  await output.build(one)
  assert.equal(faults(await output.build({ constructor: 'two\n' })), [
    'foreign-file: constructor exists, and immuc did not write it',
  ])
})

inFolder('refuses one of a newer immuc', async (output) => {
  await output.build(one, { version: '1.10.0' })
  await refused(
    output,
    'lock-newer: these artifacts were written by immuc 1.10.0, and this is 1.2.3',
  )
  await output.build(two, { force: true })
  assert.equal(output.files(), two)
})

inFolder('with both sides of a merge in it, forced, still knows the orphans', async (output) => {
  await output.build(one)
  const ours = readFileSync(lockOf(output), 'utf8')
  await output.build({ ...two, 'terraform/b.tf.json': '{}\n' })
  const theirs = readFileSync(lockOf(output), 'utf8')
  output.put('terraform/a.tf.json', '{"one": 1}\n')
  output.put('terraform/mine.tf', '# mine\n')
  writeFileSync(lockOf(output), `<<<<<<< ours\n${ours}=======\n${theirs}>>>>>>> theirs\n`)
  assert.equal(faults(await output.build(two)), [unreadable])
  await output.build(two, { force: true })
  assert.equal(output.files(), { ...two, 'terraform/mine.tf': '# mine\n' })
})

/** As a build from `one` to `two` leaves it if it is killed between the two. */
async function halfWritten(output: OutputFolder): Promise<void> {
  await output.build(two)
  const artifacts = digests(two)
  const before = digests(one)
  const lock = { '//': '', immuc: '1.2.3', input: '', artifacts, before }
  writeFileSync(lockOf(output), JSON.stringify(lock))
  output.put('README.md', one['README.md'] ?? '')
  output.put('terraform/a.tf.json', marker)
  output.put('packer/image.pkr.json', marker)
}

const digests = (files: Files) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, sha256(text)]))

inFolder('unfinished, is reported as that and finished by the next build', async (output) => {
  for (const files of [one, two, { 'README.md': 'three\n' }]) {
    await halfWritten(output)
    assert.equal(faults(await output.check(files)), [
      'write-unfinished: an earlier build was stopped while it wrote here',
    ])
    assert.equal(faults(await output.build(files)), [])
    assert.equal(output.files(), files)
    assert.equal(faults(await output.check(files)), [])
  }
})

inFolder('unfinished, still tells an edit from what immuc left', async (output) => {
  await halfWritten(output)
  output.put('terraform/a.tf.json', '{"mine": 1}\n')
  mkdirSync(join(output.out, 'terraform/.terraform'))
  const edited = 'edited-artifact: terraform/a.tf.json was edited by hand since immuc wrote it'
  assert.equal(faults(await output.build(two)), [edited])
  assert.equal(faults(await output.build(one)), [edited])
})

test.run()
