// A full disk, a read-only one, and folders of somebody else's: the old set stays, one diagnostic
// says why, and nothing is left behind.
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bin, type Run } from './support/immuc.ts'
import { type Need, program, root, testWith } from './support/tools.ts'
import { differingFiles, makeTwoSets, type Tree, tree, withForeign } from './support/two-sets.ts'

const test = suite('limits')
const made = makeTwoSets()
const { configs, sets, folder } = made
test.after(made.remove)

const nobody = { uid: 65534, gid: 65534 }

const readableByNobody: Need = {
  name: 'a repository that user 65534 may read',
  present: () => spawnSync(process.execPath, [bin, '--version'], nobody).status === 0,
}

const same = (found: Tree, wanted: Tree, when: string): void =>
  assert.equal(differingFiles(found, wanted), [], when)

/** With this error and no other one. */
function failedWith({ status, stderr }: Run, message: string, when = ''): void {
  assert.is(status, 1, `${when}: ${stderr}`)
  assert.equal(stderr.match(/^error.*$/gm), [`error[write-failed]: ${message}`], when)
}

/** Runs a shell script in a mount namespace of its own: what it mounts ends with it. */
function inNamespace(script: string, ...args: string[]): Run {
  const words = [
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-ec',
    script,
    process.execPath,
    ...args,
  ]
  const env = { ...process.env, NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync('unshare', words, { encoding: 'utf8', env })
  return { status, stdout, stderr }
}

const needs = [root, program('unshare')]

// $1 the output folder, $2 the command, $3 the config, $4 where to copy the result, $5 the blocks
// that stay free.
const onFullDisk = `
mkdir "$4"; mount -t tmpfs -o size=4m tmpfs "$4"; cp -a "$1/." "$4"
dd if=/dev/zero of="$4/fill" bs=4k 2>/dev/null || true
truncate -s $(($(stat -c %s "$4/fill") - $5 * 4096)) "$4/fill"
code=0; "$0" "$2" build --config "$3" --out "$4" || code=$?
rm "$4/fill"; cp -a "$4/." "$1.after"; exit $code`

for (const blocks of [0, 1, 2, 8, 16]) {
  testWith(test, needs, `the disk is full but for ${blocks} blocks`, () => {
    const out = made.output()
    mkdirSync(`${out}.after`)
    const ran = inNamespace(onFullDisk, out, bin, configs.new, `${out}.disk`, String(blocks))
    failedWith(ran, "the artifacts can't be written: the disk is full")
    same(tree(`${out}.after`), withForeign(sets.old), `${blocks} blocks`)
    assert.not(readdirSync(`${out}.after`).includes('.immuc-staging'))
  })
}

const readOnly = `
mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"
exec "$0" "$2" build --config "$3" --out "$4"`

testWith(test, needs, 'the file system is read-only', () => {
  const out = made.output()
  const built = (config: string) => inNamespace(readOnly, out, bin, config, out)
  failedWith(built(configs.new), "the artifacts can't be written: the file system is read-only")
  same(tree(out), withForeign(sets.old), 'read-only')
  assert.is(built(configs.old).status, 0, 'nothing to write is no fault')
})

testWith(test, needs, 'one folder is another file system', () => {
  const out = made.output()
  const elsewhere = join(out, 'terraform')
  const ran = inNamespace(readOnly.replace('ro,bind', 'rw,bind'), elsewhere, bin, configs.new, out)
  const reason = 'a folder inside the output folder is another file system'
  assert.is(ran.status, 1)
  assert.match(ran.stderr, `can't be written: ${reason}`)
  same(tree(out), withForeign(sets.old), 'another file system')
})

/** As a user who owns what is not named. */
function asNobody(out: string, config: string, ofRoot: readonly string[], ...words: string[]): Run {
  chmodSync(folder, 0o755)
  for (const path of ['.', ...readdirSync(out, { recursive: true, encoding: 'utf8' })]) {
    if (!ofRoot.includes(path)) chownSync(join(out, path), nobody.uid, nobody.gid)
  }
  const args = [bin, ...(words.length > 0 ? words : ['build']), '--config', config, '--out', out]
  const env = { ...process.env, NO_COLOR: '1' }
  return spawnSync(process.execPath, args, { ...nobody, env, encoding: 'utf8' })
}

const reason = 'this user may not read or write there'

testWith(test, [root, readableByNobody], 'the output folder is somebody else’s', () => {
  const out = made.output()
  const denied = asNobody(out, configs.new, ['.'])
  failedWith(denied, `the artifacts can't be written: ${reason}`)
  same(tree(out), withForeign(sets.old), 'denied')
  assert.is(asNobody(out, configs.old, ['.']).status, 0, 'nothing to write is no fault')
})

for (const name of ['terraform', 'ansible/files', 'packer']) {
  testWith(test, [root, readableByNobody], `${name} is somebody else’s`, () => {
    const out = made.output()
    const { status, stderr } = asNobody(out, configs.new, [name])
    assert.is(status, 1)
    const [fault, ...others] = stderr.match(/^error.*$/gm) ?? []
    assert.match(fault ?? '', new RegExp(`^error\\[write-failed\\]: \`${name}/.*${reason}$`))
    assert.equal(others, [])
    same(tree(out), withForeign(sets.old), 'denied')
    assert.not(readdirSync(out).includes('.immuc-staging'))
  })
}

testWith(test, [root, readableByNobody], 'the folder above is somebody else’s', () => {
  const out = join(folder, 'above/infra')
  mkdirSync(join(folder, 'above'))
  chmodSync(folder, 0o755)
  const args = [bin, 'build', '--config', configs.new, '--out', out]
  const ran = spawnSync(process.execPath, args, { ...nobody, encoding: 'utf8' })
  failedWith(ran, `the artifacts can't be written: ${reason}`)
  assert.equal(readdirSync(join(folder, 'above')), [])
})

testWith(test, [root, readableByNobody], 'an artifact can’t be read', () => {
  const out = made.output()
  chmodSync(join(out, 'README.md'), 0)
  for (const [command, word] of Object.entries({ build: 'written', check: 'compared' })) {
    const denied = asNobody(out, configs.old, ['README.md'], command)
    failedWith(denied, `\`README.md\` can't be ${word}: ${reason}`)
  }
})

test.run()
