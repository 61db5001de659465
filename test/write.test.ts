// What the writer does with each state that a file, a folder or the lock can be in.
import { existsSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { marker } from '../compiler/write/marker.ts'
import {
  type Files,
  faults,
  listing,
  type OutputFolder,
  refused,
  withOutput,
} from './support/output-folder.ts'

const test = suite('write')

const one: Files = { 'README.md': 'one\n', 'terraform/a.tf.json': '{"one": 1}\n' }
const two: Files = { 'README.md': 'two\n', 'packer/image.pkr.json': '{"two": 2}\n' }

/** A test in a folder of its own. */
const inFolder = (name: string, body: (output: OutputFolder) => Promise<void>): void => {
  test(name, () => withOutput(body))
}

inFolder('writes a set, and another one in its place', async ({ build, files, out }) => {
  const first = await build(one)
  assert.equal(
    first.changes?.write.map(({ path }) => path),
    [...Object.keys(one), 'immuc.lock.json'],
  )
  assert.equal(files(), one)
  const second = await build(two)
  assert.equal(second.changes?.remove, ['terraform/a.tf.json'])
  assert.equal(files(), two)
  assert.not(existsSync(join(out, 'terraform')), 'a folder that is empty goes with its last file')
})

inFolder('touches nothing if nothing changes', async ({ above, build, check }) => {
  await build(one)
  const before = listing(above)
  const { changes } = await build(one)
  assert.equal(changes?.write, [])
  assert.equal(changes?.unchanged, [...Object.keys(one), 'immuc.lock.json'])
  await check(two)
  assert.equal(listing(above), before)
})

inFolder('leaves what has not changed', async ({ build, out }) => {
  await build(one)
  const entry = () => listing(out).find((line) => line.startsWith('README.md '))
  const before = entry()
  await build({ ...two, 'README.md': 'one\n' })
  assert.is(entry(), before)
})

inFolder('never touches a file of the user', async ({ build, files, put }) => {
  const mine: Files = {
    'packer/manifest.json': '{}\n',
    'terraform/.terraform/provider': 'binary\n',
    'terraform/overrides.tf': '# mine\n',
    'terraform/terraform.tfstate': '{}\n',
  }
  await build(one)
  for (const [path, text] of Object.entries(mine)) put(path, text)
  await build(two)
  assert.equal(files(), { ...two, ...mine })
  await build(two, { force: true })
  await build(one)
  assert.equal(files(), { ...one, ...mine })
})

inFolder('refuses to overwrite a file that is not its own', async (output) => {
  output.put('README.md', 'mine\n')
  const fault = 'foreign-file: README.md exists, and immuc did not write it'
  await refused(output, one, fault)
  await output.build(one, { force: true })
  assert.equal(output.files(), one)
})

inFolder('takes a file that is as it would write it for its own', async ({ build, put, files }) => {
  put('README.md', 'one\n')
  await build(one)
  await build(two)
  assert.equal(files(), two)
})

inFolder('names every edited artifact', async ({ build, put, files }) => {
  await build(one)
  put('README.md', 'mine\n')
  put('terraform/a.tf.json', '{}\n')
  const edited = { 'README.md': 'mine\n', 'terraform/a.tf.json': '{}\n' }
  const wanted = [
    'edited-artifact: README.md was edited by hand since immuc wrote it',
    'edited-artifact: terraform/a.tf.json was edited by hand since immuc wrote it',
  ]
  assert.equal(faults(await build(one)), wanted)
  assert.equal(faults(await build(two)), wanted, 'also one that is no longer needed')
  assert.equal(files(), edited)
  await build(two, { force: true })
  assert.equal(files(), two)
})

inFolder('accepts an edit that the config now says itself', async ({ build, put, files }) => {
  await build(one)
  put('README.md', 'two\n')
  assert.equal(faults(await build(two)), [])
  assert.equal(files(), two)
})

inFolder('writes an artifact that was deleted again', async ({ build, out, files }) => {
  await build(one)
  rmSync(join(out, 'terraform'), { recursive: true })
  const { changes } = await build(one)
  assert.equal(
    changes?.write.map(({ path }) => path),
    ['terraform/a.tf.json'],
  )
  assert.equal(files(), one)
})

inFolder('names line ends of Windows once', async (output) => {
  await output.build(one)
  for (const [path, text] of Object.entries(one)) output.put(path, text.replace('\n', '\r\n'))
  const fault =
    'edited-artifact: README.md and 1 more: the ends of the lines were changed to those of Windows'
  await refused(output, one, fault)
  await refused(output, { 'README.md': 'new\n' }, fault)
  assert.match((await output.build(one)).diagnostics[0]?.help ?? '', '.gitattributes')
  await output.build(one, { force: true })
  assert.equal(output.files(), one)
})

inFolder('a lock that git gave line ends of Windows is still a lock', async (output) => {
  await output.build(one)
  const lock = join(output.out, 'immuc.lock.json')
  writeFileSync(lock, readFileSync(lock, 'utf8').replaceAll('\n', '\r\n'))
  assert.equal(faults(await output.build(two)), [])
  assert.equal(output.files(), two)
})

test('makes the folders above the output folder', () =>
  withOutput(async ({ build, files }) => {
    await build(one)
    assert.equal(files(), one)
  }, 'infra/deep/er'))

inFolder('clears what a killed run has staged', async ({ build, out, put, files }) => {
  put('.immuc-staging/run-abc/0.next', 'half')
  await build(one)
  assert.equal(files(), one)
  put('.immuc-staging/run-abc/0.next', 'half')
  await build(one)
  assert.not(existsSync(join(out, '.immuc-staging')), 'also if nothing else is to be done')
})

inFolder('knows what it put in the place of a file', async ({ build, put, files }) => {
  await build(one)
  put('README.md', marker)
  await build(one)
  assert.equal(files(), one)
})

test('new files and folders have the modes that the umask gives, as git would', async () => {
  const before = process.umask()
  try {
    for (const umask of [0o022, 0o002, 0o077]) {
      process.umask(umask)
      await withOutput(async ({ build, out }) => {
        await build(one)
        const mode = (path: string) => lstatSync(join(out, path)).mode & 0o7777
        for (const path of [...Object.keys(one), 'immuc.lock.json']) {
          assert.is(mode(path), 0o666 & ~umask, path)
        }
        for (const path of ['.', 'terraform']) assert.is(mode(path), 0o777 & ~umask, path)
      })
    }
  } finally {
    process.umask(before)
  }
})

test.run()
