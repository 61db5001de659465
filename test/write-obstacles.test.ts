// Whatever stands in the way of an artifact is named once, and stays as it is.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import { type Files, refused, withOutput } from './support/output-folder.ts'

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

test('refuses if the output folder lies below a file', () =>
  withOutput(async (output) => {
    writeFileSync(join(output.above, 'infra'), 'mine')
    await refused(output, files, 'out-not-a-folder: the output folder lies below a file')
  }, 'infra/deep/er'))

test.run()
