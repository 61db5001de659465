// A newcomer's first minutes, typed into a shell on a real terminal: from an empty folder to an app,
// a config, artifacts and a change that was looked at before it was made. The screen is docs/first-day.md.
// IMMUC_UPDATE=1 rewrites it: look at the diff before you commit it.
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { onTerminal, type Step, terminalNeed, withoutColours } from './support/on-terminal.ts'
import { makeProject } from './support/project.ts'
import { root } from './support/root.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('newcomer')

// immuc is installed above the folder, since no test asks a registry.
const project = makeProject()
mkdirSync(join(project.folder, 'node_modules/.bin'))
symlinkSync('../immuc/dist/immuc.cjs', join(project.folder, 'node_modules/.bin/immuc'))
project.write('inputrc', 'set enable-bracketed-paste off\n')
project.write('npmrc', 'update-notifier=false\nprogress=false\n')
const home = join(project.folder, 'home')
mkdirSync(home)

test.after(() => project.remove())

// npm tells its children much about itself, which a shell of one's own does not have.
const ofNpm = Object.keys(process.env).filter((name) => /^npm_/i.test(name))

const env = {
  ...Object.fromEntries(ofNpm.map((name) => [name, undefined])),
  TZ: 'Europe/Amsterdam',
  PS1: '$ ',
  CI: undefined,
  HOME: home,
  INPUTRC: join(project.folder, 'inputrc'),
  NPM_CONFIG_USERCONFIG: join(project.folder, 'npmrc'),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_AUTHOR_DATE: '2026-11-01T12:00:00Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
  GIT_COMMITTER_DATE: '2026-11-01T12:00:00Z',
}

const prompt = '\n$ '
const atPrompt = (command: string): Step => ({ until: prompt, type: `${command}\r` })
const takeProposal = (question: string): Step => ({ until: `(${question})`, type: '\r' })

const session: readonly Step[] = [
  { until: '$ ', type: 'mkdir shop && cd shop && git init -q && npm init -y > /dev/null\r' },
  atPrompt(
    `echo 'require("http").createServer((_, r) => r.end("ok\\n")).listen(process.env.PORT)' > server.js`,
  ),
  atPrompt('npx immuc init'),
  takeProposal('ams3'),
  takeProposal('none'),
  takeProposal('none'),
  atPrompt('npx immuc build'),
  atPrompt("git add . && git commit -qm 'The shop, described'"),
  atPrompt("sed -i 's/instances: 1/instances: 3/' system.config.ts"),
  atPrompt('npx immuc diff'),
  atPrompt('npx immuc build'),
  atPrompt('exit'),
]

const keystrokes = session.reduce((sum, { type = '' }) => sum + type.length, 0)

testWith(
  test,
  [terminalNeed, program('bash'), program('git'), program('npm')],
  'from an empty folder to a reviewed change, as docs/first-day.md shows it',
  () => {
    const began = performance.now()
    const { screen, status } = onTerminal(
      ['bash', '--norc', '--noprofile'],
      project.folder,
      session,
      env,
      120,
    )
    const seconds = (performance.now() - began) / 1000
    assert.is(status, 0, screen)
    console.log(`${keystrokes} keystrokes, ${seconds.toFixed(1)} s`)
    const page = join(root, 'docs/first-day.md')
    const expected = pageOf(withoutColours(screen), readFileSync(page, 'utf8'))
    if (process.env.IMMUC_UPDATE === '1' && !process.env.CI) writeFileSync(page, expected)
    assert.fixture(readFileSync(page, 'utf8'), expected)
  },
)

test('what was built in the session is what the config says', () => {
  const { status, stderr } = project.immuc(['check'], { cwd: join(project.folder, 'shop') })
  assert.is(status, 0, stderr)
  const droplets = readFileSync(
    join(project.folder, 'shop/infra/terraform/variables.tf.json'),
    'utf8',
  )
  assert.is(JSON.parse(droplets).variable.instance_count.default, 3)
})

test('where there is no app yet, init says where to put it, and build says so again', () => {
  const cwd = join(project.folder, 'later')
  project.write('later/package.json', '{"devDependencies":{"immuc":"*"}}')
  const written = project.immuc(['init', '--yes'], { cwd })
  assert.is(written.status, 0, written.stderr)
  assert.match(written.stderr, './dist/later.js  (package.json; it is not there yet)')
  assert.match(written.stderr, '# put your app at ./dist/later.js   it is not there yet\n')
  const built = project.immuc(['build'], { cwd })
  assert.is(built.status, 1)
  assert.match(built.stderr, 'error[artifact-not-found]')
  project.write('later/dist/later.js', "require('http')\n")
  assert.is(project.immuc(['build'], { cwd }).status, 0)
})

test('a script is found where there is no package.json either', () => {
  const cwd = join(project.folder, 'loose')
  project.write('loose/index.js', "require('http').createServer().listen(process.env.PORT)\n")
  const written = project.immuc(['init', '--yes'], { cwd })
  assert.is(written.status, 0, written.stderr)
  assert.match(written.stderr, './index.js  (the file is there)')
  assert.is(project.immuc(['build'], { cwd }).status, 0)
})

/** The page with this screen in it, and the count of keys. The commit's name hangs on every artifact. */
function pageOf(screen: string, page: string): string {
  const shown = screen
    .replace(/[ \r]+$/gm, '')
    .replace(/HEAD \([0-9a-f]{7}\)/, 'HEAD (4d4e5a1)')
    .replace(/\n\$ exit\nexit\s*$/, '')
  return page
    .replace(/```console\n[\s\S]*?\n```/, () => `\`\`\`console\n${shown}\n\`\`\``)
    .replace(/\d+ keystrokes/, `${keystrokes} keystrokes`)
}

test.run()
