// Artifacts and user-data -> the files of an emulated machine: what the bake puts there, what the
// first boot writes, and what either refuses.
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { bake } from '../cloud/machines/bake.ts'
import { enabledUnits } from '../cloud/machines/enabled-units.ts'
import { firstBoot } from '../cloud/machines/first-boot.ts'
import { imageStore } from '../cloud/machines/image-store.ts'
import { ifInRoot, inRoot } from '../cloud/machines/in-root.ts'
import { logFile } from '../cloud/machines/log-file.ts'
import { readPlaybook } from '../cloud/machines/playbook.ts'
import { executable } from '../cloud/machines/program.ts'
import { readUserData } from '../cloud/machines/user-data.ts'
import { root as repository } from './support/root.ts'

const test = suite('cloud: disks of machines')

let folder = ''
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'immuc-cloud-disk-'))
})
test.after.each(() => rmSync(folder, { recursive: true, force: true }))

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8)

/** A playbook of these tasks, and the files next to it. */
function playbookOf(tasks: string, files: Record<string, string> = {}): string {
  mkdirSync(join(folder, 'files'), { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'files', name), text)
  writeFileSync(join(folder, 'playbook.yml'), `- hosts: all\n  tasks:\n${tasks}\n`)
  return join(folder, 'playbook.yml')
}

const bakeInto = async (playbook: string) => {
  const root = join(folder, 'root')
  mkdirSync(root, { recursive: true })
  return { root, ...(await bake(playbook, root)) }
}

test('an example of the repository becomes an image that enables its unit', async () => {
  const images = imageStore(join(folder, 'images'))
  const artifacts = join(repository, 'examples/02-database/expected')
  const image = await images.bake(artifacts)
  const template = JSON.parse(readFileSync(join(artifacts, 'packer/image.pkr.json'), 'utf8'))
  assert.is(image.name, template.source.digitalocean.app.snapshot_name)
  const root = join(image.folder, 'root')
  assert.equal(
    readFileSync(join(root, 'opt/app/app')),
    readFileSync(join(artifacts, 'ansible/files/app')),
  )
  assert.is(modeOf(join(root, 'opt/app/app')), '755')
  assert.is(modeOf(join(root, 'etc/machine-id')), '444')
  assert.equal(
    enabledUnits(root, 'm').map(({ name }) => name),
    ['app.service'],
  )
  assert.ok(image.undone.some((task) => task.startsWith('apt: ')))
  // What runs on the operator's machine is no part of an image.
  assert.equal(
    image.undone.filter((task) => task.startsWith('copy: ')),
    ["copy: Keep the list beside Packer's manifest"],
  )
  const newer = await images.bake(artifacts)
  assert.is(images.find({ id: 7, name: image.name, slug: null })?.number, newer.number)
})

test('images are found by id, then by name, and a stock image is none of them', async () => {
  const images = imageStore(join(folder, 'images'))
  const disk = join(folder, 'disk')
  mkdirSync(join(disk, 'a'), { recursive: true, mode: 0o751 })
  symlinkSync('/nowhere', join(disk, 'link'))
  await images.snapshot({ id: 7, name: 'x', slug: null }, disk)
  await images.snapshot({ id: 8, name: 'x', slug: null }, disk)
  const found = images.find({ id: 7, name: 'x', slug: null })
  assert.is(found?.id, 7)
  assert.is(modeOf(join(found?.folder ?? '', 'root/a')), '751')
  assert.is(readlinkSync(join(found?.folder ?? '', 'root/link')), '/nowhere')
  assert.is(images.find({ id: 9, name: 'debian-13-x64', slug: 'debian-13-x64' }), undefined)
  images.remove({ id: 7, name: 'x', slug: null })
  assert.is(images.find({ id: 7, name: 'x', slug: null }), undefined)
  assert.is(images.find({ id: 8, name: 'x', slug: null })?.id, 8)
})

test('copy, file and get_url do as they say', async () => {
  const text = (path: string) => readFileSync(path, 'utf8')
  const server = createServer((_, answer) => answer.end('fetched')).listen(0, '127.0.0.1')
  await new Promise((settle) => server.once('listening', settle))
  const { port } = server.address() as AddressInfo
  const sum = '6e1b49d93a1b0d0e8a3cda7ef9a7e2c1a7bb31f5a2d1dbb38ab5a0a2c0c0b0a0'
  writeFileSync(join(folder, 'local'), 'from a file')
  const playbook = playbookOf(
    `    - ansible.builtin.file: { path: /opt/a, state: directory, mode: "0750" }
    - copy: { src: one, dest: /opt/a/one, mode: 0700 }
    - ansible.builtin.copy: { src: one, dest: /opt/a/ }
    - ansible.legacy.copy: { content: "two\\n", dest: /etc/b/two }
    - get_url: { url: "file://${join(folder, 'local')}", dest: /opt/a/local }
    - get_url: { url: "http://127.0.0.1:${port}/x", dest: /opt/a/x, mode: "0755" }
    - ansible.builtin.apt: { name: nodejs }
    - ansible.builtin.file: { path: "{{ item }}", state: absent }`,
    { one: '1' },
  )
  const { root, undone } = await bakeInto(playbook)
  assert.is(modeOf(join(root, 'opt/a')), '750')
  assert.is(modeOf(join(root, 'opt/a/one')), '644', 'the later task wins')
  assert.is(text(join(root, 'etc/b/two')), 'two\n')
  assert.is(text(join(root, 'opt/a/local')), 'from a file')
  assert.is(text(join(root, 'opt/a/x')), 'fetched')
  assert.is(modeOf(join(root, 'opt/a/x')), '755')
  assert.equal(undone, ['apt: ', 'file: '])
  const bad = playbookOf(
    `    - get_url: { url: "http://127.0.0.1:${port}/", dest: /x, checksum: "sha256:${sum}" }`,
  )
  await bakeInto(bad).then(
    () => assert.unreachable(),
    (error) => assert.match(error.message, 'has the sha256'),
  )
  server.close()
})

// A task that the bake should do and can't -> the words of the refusal.
const refused: [string, string][] = [
  ['get_url: { url: "https://example.com/x", dest: /x }', 'is not on this machine'],
  ['get_url: { url: "http://10.0.0.1/x", dest: /x }', 'is not on this machine'],
  ['copy: { src: missing, dest: /x }', 'no file missing next to the playbook'],
  ['copy: { src: a, dest: "/{{ x }}" }', 'uses a template'],
  ['copy: { src: a }', 'has no dest'],
  ['copy: { content: a, dest: /x, mode: "u=rwx" }', 'octal'],
  ['systemd: { name: app, enabled: true }', 'no unit /etc/systemd/system/app.service'],
]

for (const [task, words] of refused) {
  test(`the bake refuses ${task}`, async () => {
    await bakeInto(playbookOf(`    - ${task}`)).then(
      () => assert.unreachable(),
      (error) => assert.match(error.message, words),
    )
  })
}

test('a playbook without tasks leaves nothing, one that is no list is refused', () => {
  assert.equal(readPlaybook('- hosts: all\n'), { steps: [], undone: [] })
  assert.throws(() => readPlaybook('hosts: all\n'), /not a list of plays/)
})

const b64 = (text: string) => Buffer.from(text).toString('base64')

// Lines under write_files -> path, content and mode of what is written.
const written: [string, [string, string, number][]][] = [
  ['- { path: /a, content: x }', [['/a', 'x', 0o644]]],
  ['- { path: /a, content: x, permissions: "0600" }', [['/a', 'x', 0o600]]],
  ['- { path: /a, content: x, permissions: 0600 }', [['/a', 'x', 0o600]]],
  ['- { path: /a, content: x, permissions: "0o640" }', [['/a', 'x', 0o640]]],
  ['- { path: /a, content: x, permissions: rw }', [['/a', 'x', 0o644]]],
  [`- { path: /a, encoding: b64, content: ${b64('ä\n')} }`, [['/a', 'ä\n', 0o644]]],
  [`- { path: /a, encoding: Base64, content: ${b64('y')} }`, [['/a', 'y', 0o644]]],
  [
    `- { path: /a, encoding: gz+b64, content: ${gzipSync('z').toString('base64')} }`,
    [['/a', 'z', 0o644]],
  ],
  ['- { path: /a, encoding: rot13, content: x }', [['/a', 'x', 0o644]]],
  ['- { path: /a }', [['/a', '', 0o644]]],
  [
    '- { path: /a, content: 1 }\n  - { path: /b, content: 2 }',
    [
      ['/a', '1', 0o644],
      ['/b', '2', 0o644],
    ],
  ],
]

test('write_files', () => {
  for (const [lines, wanted] of written) {
    const { files } = readUserData(`#cloud-config\nwrite_files:\n  ${lines}\n`)
    assert.equal(
      files.map(({ path, content, mode }) => [path, content.toString('utf8'), mode]),
      wanted,
      lines,
    )
  }
})

// User-data -> the fault that is reported; the boot goes on.
const faulty: [string | undefined, string[]][] = [
  [undefined, []],
  ['', []],
  ['#cloud-config\n', []],
  ['#!/bin/sh\necho', ['user-data begins with "#!/bin/sh", not with #cloud-config: not read']],
  [
    'write_files: []',
    ['user-data begins with "write_files: []", not with #cloud-config: not read'],
  ],
  ['#cloud-config\n- a\n', ['user-data is YAML, but not a mapping']],
  ['#cloud-config\nwrite_files: x\n', ['write_files is not a list']],
  ['#cloud-config\nwrite_files: [{content: x}]\n', ['write_files entry 1 has no path: left out']],
  [
    '#cloud-config\nwrite_files: [{path: /a, encoding: b64, content: abc}]\n',
    ['write_files /a: the base64 is cut off'],
  ],
]

test('faults of user-data', () => {
  for (const [text, faults] of faulty) assert.equal(readUserData(text).faults, faults, text)
  const broken = readUserData('#cloud-config\nwrite_files: [\n  - "')
  assert.equal(broken.files, [])
  assert.match(broken.faults[0] ?? '', /^user-data is not YAML: /)
  const ignored = readUserData('#cloud-config\nruncmd: [ls]\nssh_pwauth: false\n')
  assert.equal(ignored.ignored, ['runcmd', 'ssh_pwauth'])
})

test('the first boot of an instance writes its files once', () => {
  const data = (text: string) =>
    `#cloud-config\nwrite_files: [{path: /etc/x/conf, content: ${text}, permissions: "0600"}]\n`
  const file = join(folder, 'etc/x/conf')
  assert.equal(firstBoot(folder, 1, data('one'))?.files, ['/etc/x/conf'])
  assert.is(readFileSync(file, 'utf8'), 'one')
  assert.is(modeOf(file), '600')
  assert.is(firstBoot(folder, 1, data('two')), undefined)
  assert.is(readFileSync(file, 'utf8'), 'one')
  firstBoot(folder, 2, data('three'))
  assert.is(readFileSync(file, 'utf8'), 'three')
})

test('no path leads out of a machine', () => {
  const root = join(folder, 'root')
  mkdirSync(join(root, 'etc'), { recursive: true })
  symlinkSync('/etc', join(root, 'absolute'))
  symlinkSync('../../..', join(root, 'etc/up'))
  symlinkSync('loop', join(root, 'loop'))
  const paths: [string, string][] = [
    ['/a/b', 'a/b'],
    ['/../../a', 'a'],
    ['/absolute/x', 'etc/x'],
    ['/etc/up/x', 'x'],
    ['/loop/x', 'loop/x'],
  ]
  for (const [path, wanted] of paths) assert.is(inRoot(root, path), join(root, wanted), path)
  assert.is(ifInRoot(root, '/etc'), join(root, 'etc'))
  assert.is(ifInRoot(root, '/usr/bin'), '/usr/bin')
  assert.is(ifInRoot(root, 'plain'), 'plain')
})

test('what is executed for a program', () => {
  const file = join(folder, 'opt/app')
  const of = (text: string, mode = 0o755) => {
    mkdirSync(join(folder, 'opt'), { recursive: true })
    writeFileSync(file, text)
    chmodSync(file, mode)
    return executable(folder, '/opt/app')
  }
  assert.equal(of('#!/usr/bin/env node\n'), [process.execPath, file])
  assert.equal(of('#!/usr/bin/nodejs\n'), [process.execPath, file])
  assert.equal(of('#!/bin/sh\n'), [file])
  assert.equal(of('\x7fELF'), [file])
  assert.is(of('#!/bin/sh\n', 0o644), undefined)
  assert.equal(executable(folder, '/usr/bin/node'), [process.execPath])
  assert.is(executable(folder, '/opt/missing'), undefined)
})

test('a log keeps its newer half when it is full', () => {
  const log = logFile(join(folder, 'log'), 100)
  for (let line = 1; line <= 50; line += 1) log.write(`line ${line}\n`)
  const lines = log.read().split('\n')
  assert.ok(log.read().length <= 100)
  assert.is(lines.at(-2), 'line 50')
  assert.match(lines[0] ?? '', /^line \d+$/)
  cpSync(join(folder, 'log'), join(folder, 'copy'))
  assert.is(logFile(join(folder, 'copy')).read(), log.read())
})

test.run()
