// What a build puts in a file's place while it swaps the set is refused by every tool that reads it,
// and those that print it say what to do.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { marker } from '../compiler/write/marker.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('half-written set')

type Refusal = {
  command: string[]
  files: Record<string, string>
  says: RegExp
}

const advice = /Finish it with: npx immuc build/
const template = `\${templatefile("\${path.module}/user-data.tftpl", {})}`

const refusals: Record<string, Refusal> = {
  'terraform, in a module that is fine otherwise': {
    command: ['terraform', 'validate', '-no-color'],
    files: { 'a.tf.json': '{ "locals": { "a": 1 } }', 'b.tf.json': marker },
    says: advice,
  },
  'terraform, in a template': {
    command: ['terraform', 'plan', '-no-color', '-input=false'],
    files: {
      'a.tf.json': JSON.stringify({ output: { a: { value: template } } }),
      'user-data.tftpl': marker,
    },
    says: /immuc_build_unfinished/,
  },
  packer: {
    command: ['packer', 'validate', 'image.pkr.json'],
    files: { 'image.pkr.json': marker },
    says: advice,
  },
  'ansible-playbook': {
    command: ['ansible-playbook', '--syntax-check', 'playbook.yml'],
    files: { 'playbook.yml': marker },
    says: advice,
  },
  sh: { command: ['sh', 'wait.sh'], files: { 'wait.sh': marker }, says: /not found/ },
}

for (const [name, { command, files, says }] of Object.entries(refusals)) {
  const [tool = '', ...args] = command
  testWith(test, [program(tool)], name, () => {
    const folder = mkdtempSync(join(tmpdir(), 'immuc-marker-'))
    try {
      for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text)
      const { status, stdout, stderr } = spawnSync(tool, args, { cwd: folder, encoding: 'utf8' })
      assert.is.not(status, 0)
      assert.match(stdout + stderr, says)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
}

test.run()
