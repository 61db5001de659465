// Whatever stands in the way of an artifact is named once, and stays as it is.
import { execFileSync } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { type Files, faults, refused, withOutput } from './support/output-folder.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('obstacles')

const files: Files = {
  'README.md': 'one\n',
  'terraform/a.tf.json': '{}\n',
  'terraform/b.tf.json': '{}\n',
}

const obstacles: Record<string, { make: (out: string) => void; fault: string }> = {
  'an artifact is a symbolic link': {
    make: (out) => symlinkSync('elsewhere', join(out, 'README.md')),
    fault: 'symlink-in-the-way: README.md is a symbolic link',
  },
  'a folder is a symbolic link': {
    make: (out) => symlinkSync('.', join(out, 'terraform')),
    fault: 'symlink-in-the-way: terraform is a symbolic link',
  },
  'a folder is a dangling symbolic link': {
    make: (out) => symlinkSync('nowhere', join(out, 'terraform')),
    fault: 'symlink-in-the-way: terraform is a symbolic link',
  },
  'the lock is a symbolic link': {
    make: (out) => symlinkSync('elsewhere', join(out, 'immuc.lock.json')),
    fault: 'symlink-in-the-way: immuc.lock.json is a symbolic link',
  },
  'the staging folder is a symbolic link': {
    make: (out) => symlinkSync('.', join(out, '.immuc-staging')),
    fault: 'symlink-in-the-way: .immuc-staging is a symbolic link',
  },
  'the staging folder is a file': {
    make: (out) => writeFileSync(join(out, '.immuc-staging'), 'mine'),
    fault: 'foreign-file: .immuc-staging is in the way: immuc needs a folder there',
  },
  'an artifact is a folder': {
    make: (out) => mkdirSync(join(out, 'terraform/a.tf.json'), { recursive: true }),
    fault: 'foreign-file: terraform/a.tf.json is in the way: immuc needs a plain file there',
  },
  'a folder is a file': {
    make: (out) => writeFileSync(join(out, 'terraform'), 'mine'),
    fault: 'foreign-file: terraform is in the way: immuc needs a folder there',
  },
  'the output folder is a symbolic link': {
    make: (out) => {
      rmSync(out, { recursive: true })
      symlinkSync('.', out)
    },
    fault: 'symlink-in-the-way: the output folder is a symbolic link',
  },
  'the output folder is a dangling symbolic link': {
    make: (out) => {
      rmSync(out, { recursive: true })
      symlinkSync('nowhere', out)
    },
    fault: 'symlink-in-the-way: the output folder is a symbolic link',
  },
  'the output folder is a file': {
    make: (out) => {
      rmSync(out, { recursive: true })
      writeFileSync(out, 'mine')
    },
    fault: 'out-not-a-folder: the output folder is a file',
  },
}

for (const [name, { make, fault }] of Object.entries(obstacles)) {
  test(`refuses, forced or not, if ${name}`, () =>
    withOutput(async (output) => {
      mkdirSync(output.out)
      make(output.out)
      await refused(output, files, fault)
      const forced = (wanted: Files) => output.build(wanted, { force: true })
      await refused({ ...output, build: forced }, files, fault)
    }))
}

type Replaced = { make: (out: string) => void; fault: string; needs?: string[] }

const pipeAt = (name: string): Replaced => ({
  make: (out) => {
    rmSync(join(out, name))
    execFileSync('mkfifo', [join(out, name)])
  },
  fault: `foreign-file: ${name} is in the way: immuc needs a plain file there`,
  needs: ['mkfifo'],
})

const replaced: Record<string, Replaced> = {
  'a link to the same content': {
    make: (out) => {
      renameSync(join(out, 'README.md'), join(out, 'moved.md'))
      symlinkSync('moved.md', join(out, 'README.md'))
    },
    fault: 'symlink-in-the-way: README.md is a symbolic link',
  },
  'a link to the folder with the same content': {
    make: (out) => {
      renameSync(join(out, 'terraform'), join(out, 'moved'))
      symlinkSync('moved', join(out, 'terraform'))
    },
    fault: 'symlink-in-the-way: terraform is a symbolic link',
  },
  'a folder': {
    make: (out) => {
      rmSync(join(out, 'README.md'))
      mkdirSync(join(out, 'README.md'))
    },
    fault: 'foreign-file: README.md is in the way: immuc needs a plain file there',
  },
  'a pipe that nobody writes to': pipeAt('README.md'),
  'a pipe where an empty file was': pipeAt('empty'),
}

for (const [name, { make, fault, needs = [] }] of Object.entries(replaced)) {
  testWith(test, needs.map(program), `refuses if what it wrote has become ${name}`, () =>
    withOutput(async (output) => {
      const wanted = { ...files, empty: '' }
      await output.build(wanted)
      make(output.out)
      await refused(output, wanted, fault)
    }),
  )
}

test('tells a longer, a shorter and a very long file from what it wrote', async () => {
  const long = 'x'.repeat(64 * 1024)
  for (const [wrote, found] of [
    ['one\n', 'one\ntwo\n'],
    ['one\ntwo\n', 'one\n'],
    ['one\n', ''],
    ['', 'one\n'],
    ['one\n', `one\n${long}`],
    [long, `${long}y`],
    [long.slice(1), long],
    [long, long.slice(1)],
  ] as const) {
    await withOutput(async (output) => {
      await output.build({ 'a.txt': wrote })
      assert.equal(faults(await output.check({ 'a.txt': wrote })), [])
      output.put('a.txt', found)
      assert.match(
        faults(await output.build({ 'a.txt': wrote }))[0] ?? '',
        /^edited-artifact: a\.txt /,
      )
      assert.is(output.files()['a.txt'], found)
    })
  }
})

test('refuses if the output folder lies below a file', () =>
  withOutput(async (output) => {
    writeFileSync(join(output.above, 'infra'), 'mine')
    await refused(output, files, 'out-not-a-folder: the output folder lies below a file')
  }, 'infra/deep/er'))

test.run()
