// `immuc build --watch`: every file that a build is made from starts another one, errors are lived
// through, and Ctrl-C ends it all.
import { type ChildProcess, spawn } from 'node:child_process'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { makeProject, type Project } from './support/project.ts'

const test = suite('watch')

const configText = (version: string, head = ''): string => `${head}
import { port } from './lib/port'
import { region } from '@acme/regions'
import { name } from '#names'

export default {
  app: { name, artifact: { file: './shop.sh' }, port },
  version: '${version}',
  scaling: { region },
}
`

const names = (file: string): string =>
  JSON.stringify({ compilerOptions: { paths: { '#names': [file] } } })

const files = {
  'package.json': '{}',
  'shop.sh': '#!/bin/sh\n',
  'lib/port.ts': 'export const port = 8080\n',
  'lib/names.ts': "export const name = 'shop'\n",
  'lib/others.ts': "export const name = 'cart'\n",
  'packages/regions/package.json': '{ "name": "@acme/regions", "main": "main.js" }',
  'packages/regions/main.js': "exports.region = 'ams3'\n",
  'tsconfig.json': '{ "extends": "./tsconfig.base" }',
  'tsconfig.base.json': names('./lib/names.ts'),
  'system.config.ts': configText('v1'),
}

type Watching = {
  project: Project
  child: ChildProcess
  /** Waits until it is said, after all that was waited for before. */
  says: (words: string | RegExp) => Promise<string>
  all: () => string
  end: () => void
}

/** Far longer than any machine needs. */
const patience = 60_000

function startWatching(changed: Readonly<Record<string, string>> = {}): Watching {
  const project = makeProject({ ...files, ...changed })
  mkdirSync(join(project.folder, 'node_modules/@acme'), { recursive: true })
  symlinkSync('../../packages/regions', join(project.folder, 'node_modules/@acme/regions'))
  const child = spawn(process.execPath, [project.bin, 'build', '--watch'], {
    cwd: project.folder,
    env: { ...process.env, NO_COLOR: '1' },
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  let seen = 0
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  async function says(words: string | RegExp): Promise<string> {
    const end = Date.now() + patience
    for (;;) {
      const rest = text.slice(seen)
      const found = typeof words === 'string' ? rest.indexOf(words) : rest.search(words)
      if (found >= 0) {
        const line = rest.slice(found).split('\n', 1)[0] ?? ''
        seen += found + Math.max(1, line.length)
        return line
      }
      assert.ok(Date.now() < end, `never said ${words}, but:\n${text}`)
      await sleep(20)
    }
  }
  function end(): void {
    try {
      process.kill(-(child.pid ?? 0), 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
    project.remove()
  }
  return { project, child, says, all: () => text, end }
}

const artifact = ({ folder }: Project, path: string): string =>
  readFileSync(join(folder, 'infra', path), 'utf8')

async function watching(
  body: (watching: Watching) => Promise<void>,
  changed?: Readonly<Record<string, string>>,
): Promise<void> {
  const started = startWatching(changed)
  try {
    await started.says('Watching for changes')
    await body(started)
  } finally {
    started.end()
  }
}

test('every file that the config is made from starts a build, which names it', () =>
  watching(async ({ project, says }) => {
    project.write('system.config.ts', configText('v2'))
    await says(/^system\.config\.ts: [1-9]\d* written/m)
    assert.match(artifact(project, 'README.md'), '# shop v2')

    project.write('lib/port.ts', 'export const port = 9000\n')
    await says(/^lib\/port\.ts: [1-9]\d* written/m)

    project.write('packages/regions/main.js', "exports.region = 'fra1'\n")
    await says(/^packages\/regions\/main\.js: [1-9]\d* written/m)
    assert.match(artifact(project, 'README.md'), 'fra1')

    project.write('tsconfig.base.json', names('./lib/others.ts'))
    await says(/^tsconfig\.base\.json: [1-9]\d* written/m)
    assert.match(artifact(project, 'README.md'), '# cart v2')

    project.write('shop.sh', '#!/bin/sh\nexit 1\n')
    await says(/^shop\.sh: [1-9]\d* written/m)
    assert.match(artifact(project, 'ansible/files/cart'), 'exit 1')
  }))

const readingText = (how: string): string => `
import { readFileSync } from 'node:fs'

export default {
  app: { name: 'shop', artifact: { file: './shop.sh' } },
  version: readFileSync(${how}, 'utf8').trim(),
  scaling: { region: 'ams3' },
}
`

for (const how of ["'VERSION'", "new URL('./VERSION', import.meta.url)"]) {
  test(`a file that the config reads by itself starts a build: ${how}`, () =>
    watching(
      async ({ project, says }) => {
        project.write('VERSION', 'v2\n')
        await says(/^VERSION: [1-9]\d* written/m)
        assert.match(artifact(project, 'README.md'), '# shop v2')
        rmSync(join(project.folder, 'VERSION'))
        await says('error[config-throws]')
        project.write('VERSION', 'v3\n')
        await says(/^VERSION: [1-9]\d* written/m)
      },
      { VERSION: 'v1\n', 'system.config.ts': readingText(how) },
    ))
}

test('an editor may put another file in the place of the old one, again and again', () =>
  watching(async ({ project, says }) => {
    for (const version of ['v2', 'v3', 'v4']) {
      const draft = project.write('.system.config.ts.swp', configText(version))
      renameSync(draft, join(project.folder, 'system.config.ts'))
      await says(/^system\.config\.ts: [1-9]\d* written/m)
      assert.match(artifact(project, 'README.md'), `# shop ${version}`)
    }
  }))

test('an error is shown, the artifacts stay, and the next build mends it', () =>
  watching(async ({ project, says }) => {
    const before = artifact(project, 'README.md')
    project.write('system.config.ts', configText('v2').replace('scaling', 'scalign'))
    await says('system.config.ts: nothing was written')
    await says('error[unknown-key]: the config has no key `scalign`')
    await says('1 error. Nothing was written.')
    assert.is(artifact(project, 'README.md'), before)
    project.write('system.config.ts', configText('v2', 'throw'))
    await says('error[syntax-error]')
    project.write('system.config.ts', configText('v2', "throw new Error('mine')"))
    await says('error[config-throws]')
    project.write('system.config.ts', configText('v3'))
    await says(/^system\.config\.ts: [1-9]\d* written/m)
  }))

test('a config that goes away and comes back', () =>
  watching(async ({ project, says }) => {
    unlinkSync(join(project.folder, 'system.config.ts'))
    await says('error[config-not-found]')
    project.write('system.config.ts', configText('v2'))
    await says(/^system\.config\.ts: [1-9]\d* written/m)
    project.write('system.config.ts', configText('v3'))
    await says(/^system\.config\.ts: [1-9]\d* written/m)
  }))

test('a folder of imports, or the artifact, that goes away and comes back', () =>
  watching(async ({ project, says }) => {
    const lib = join(project.folder, 'lib')
    renameSync(lib, `${lib}-away`)
    await says('error[import-not-found]')
    renameSync(`${lib}-away`, lib)
    await says(/: 0 written/)
    project.write('lib/port.ts', 'export const port = 9000\n')
    await says(/^lib\/port\.ts: [1-9]\d* written/m)
    rmSync(join(project.folder, 'shop.sh'))
    await says('error[artifact-not-found]')
    project.write('shop.sh', '#!/bin/sh\nexit 2\n')
    await says(/^shop\.sh: [1-9]\d* written/m)
  }))

test('an import that changes after the first build has read it', () =>
  watching(
    async ({ project }) => {
      assert.match(artifact(project, 'terraform/network.tf.json'), '9001')
    },
    {
      'system.config.ts': configText(
        'v1',
        `import { writeFileSync } from 'node:fs'
         writeFileSync('lib/port.ts', 'export const port = 9001')`,
      ),
    },
  ))

test('it starts with a config that is wrong, or none', async () => {
  await watching(
    async ({ project, says, all }) => {
      assert.match(all(), 'Nothing was written.')
      project.write('system.config.ts', configText('v1'))
      await says(/^system\.config\.ts: [1-9]\d* written/m)
    },
    { 'system.config.ts': 'export default {}\n' },
  )
})

test('many saves in a row end in the last one', () =>
  watching(async ({ project, says }) => {
    for (let number = 1; number <= 30; number++) {
      project.write('system.config.ts', configText(`v1.${number}`))
    }
    const end = Date.now() + patience
    while (!artifact(project, 'README.md').includes('# shop v1.30\n')) {
      assert.ok(Date.now() < end, artifact(project, 'README.md'))
      await says('written')
    }
  }))

const processorTicks = (pid: number): number => {
  const [, numbers = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')
  const fields = numbers.split(' ')
  return Number(fields[11]) + Number(fields[12])
}

test('it sleeps while nothing happens', () =>
  watching(async ({ child }) => {
    if (process.platform !== 'linux' || child.pid === undefined) return
    await sleep(500)
    const before = processorTicks(child.pid)
    await sleep(2000)
    // Of two hundred.
    assert.ok(processorTicks(child.pid) - before < 40)
  }))

/** The processes of a group that still run; one that nobody has asked about is none any more. */
function groupOf(group: number): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const [state, , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        return Number(itsGroup) === group && state !== 'Z' ? [stat] : []
      } catch {
        return []
      }
    })
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends it and all that it started`, () =>
    watching(async ({ child, project, says }) => {
      project.write('system.config.ts', configText('v2'))
      await says(/written/)
      const ended = new Promise((settle) => child.once('close', (code, by) => settle(by ?? code)))
      if (process.platform === 'linux') assert.ok(groupOf(child.pid ?? 0).length > 0)
      process.kill(-(child.pid ?? 0), signal)
      assert.ok([signal, 130, 143].includes((await ended) as never))
      const end = Date.now() + patience
      while (process.platform === 'linux' && groupOf(child.pid ?? 0).length > 0) {
        assert.ok(Date.now() < end, `left: ${groupOf(child.pid ?? 0)}`)
        await sleep(20)
      }
    }))
}

test('it is for a person, not for a program', () => {
  const project = makeProject(files)
  try {
    const { status, stderr } = project.immuc(['build', '--watch', '--format', 'json'])
    assert.is(status, 2)
    assert.match(stderr, '`--watch`')
  } finally {
    project.remove()
  }
})

test.run()
