// The workflows for GitHub Actions that the docs suggest, run here step by step: in a repository with a
// pull request in it, with what GitHub fills in, and with stand-ins for npm and gh that note their words.
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { parse } from 'yaml'
import { makeProject } from './support/project.ts'
import { root } from './support/root.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('workflows')

type Step = { uses?: string; run?: string; env?: Record<string, string>; with?: object }
type Workflow = { jobs: Record<string, { 'runs-on': string; steps: Step[] }> }

const blocks = (page: string, language: string): string[] =>
  [...readFileSync(join(root, 'docs', page), 'utf8').matchAll(/```(\w+)\n([\s\S]*?)```/g)]
    .filter(([, of]) => of === language)
    .map(([, , text = '']) => text)

const config = (level: string, database = ''): string => `export default {
  app: { name: 'shop', artifact: { file: './shop.sh' }, env: { LOG_LEVEL: '${level}' } },
  version: 'v1',
  scaling: { region: 'ams3' },${database}
}
`
const database = '\n  database: { preventDestroy: false },'

const project = makeProject({ '.gitignore': 'node_modules\nstand-ins\n', 'shop.sh': '#!/bin/sh\n' })
test.after(() => project.remove())

const standIns = join(project.folder, 'stand-ins')
mkdirSync(standIns)
const standIn = (name: string, text: string) => {
  writeFileSync(join(standIns, name), `#!/bin/sh\n${text}\n`)
  chmodSync(join(standIns, name), 0o755)
}
standIn('npm', `echo "npm $*" >> '${standIns}/noted'`)
standIn('gh', `echo "gh $* as $GH_TOKEN" >> '${standIns}/noted'`)
standIn('npx', `shift; exec '${process.execPath}' '${project.bin}' "$@"`)

const git = (...words: string[]): string =>
  execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...words], {
    cwd: project.folder,
    encoding: 'utf8',
  }).trim()

function commit(text: string): string {
  project.write('system.config.ts', text)
  assert.is(project.immuc(['build']).status, 0)
  git('add', '--all')
  git('commit', '--quiet', '--message', 'a change')
  return git('rev-parse', 'HEAD')
}

git('init', '--quiet', '--initial-branch', 'main')
const base = commit(config('info', database))
git('checkout', '--quiet', '-b', 'louder')
commit(config('debug', database))

const context: Readonly<Record<string, string>> = {
  'github.event.pull_request.base.sha': base,
  'github.event.number': '7',
  'github.token': 'token-of-github',
}

const filledIn = (text: string): string =>
  text.replace(/\$\{\{ *([\w.]+) *\}\}/g, (_, name) => {
    const value = context[name]
    if (value === undefined) throw new Error(`GitHub's ${name} is not known here`)
    return value
  })

/** As a runner of GitHub's does: bash that stops at the first failure. */
function run(script: string, env: Readonly<Record<string, string>> = {}) {
  const words = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', filledIn(script)]
  return spawnSync('bash', words, {
    cwd: project.folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${standIns}:${process.env.PATH}`,
      GITHUB_STEP_SUMMARY: join(standIns, 'summary'),
      ...Object.fromEntries(Object.entries(env).map(([name, text]) => [name, filledIn(text)])),
    },
  })
}

const needs = [program('git'), program('bash')]

for (const page of ['pull-request-comment.md', 'diagnostics.md']) {
  testWith(test, needs, `every step of the workflow in docs/${page} succeeds`, () => {
    const [text = ''] = blocks(page, 'yaml')
    const workflow: Workflow = parse(text)
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)
    assert.ok(steps.length >= 4)
    for (const step of steps) {
      assert.ok(step.run === undefined || step.uses === undefined)
      if (step.run === undefined) {
        assert.match(step.uses ?? '', /^actions\/(checkout|setup-node)@v\d+$/)
        continue
      }
      const { status, stderr } = run(step.run, step.env)
      assert.is(status, 0, `${step.run}\n${stderr}`)
    }
  })
}

testWith(test, needs, 'the comment says what the pull request changes', () => {
  const noted = readFileSync(join(standIns, 'noted'), 'utf8')
  const words = 'pr comment 7 --body-file diff.md --edit-last --create-if-none'
  assert.match(noted, `npm ci\ngh ${words} as token-of-github\n`)
  const comment = readFileSync(join(project.folder, 'diff.md'), 'utf8')
  assert.match(comment, 'app.env.LOG_LEVEL')
  assert.match(comment, 'rolling')
  const [, toSummary = ''] = [...blocks('pull-request-comment.md', 'sh')].reverse()
  assert.is(run(toSummary).status, 0)
  assert.is(readFileSync(join(standIns, 'summary'), 'utf8'), comment)
})

testWith(test, needs, 'artifacts that were not built again stop the workflow', () => {
  project.write('system.config.ts', config('warn', database))
  const steps = Object.values((parse(blocks('diagnostics.md', 'yaml')[0] ?? '') as Workflow).jobs)
  const check = steps.flatMap((job) => job.steps).find((step) => step.run?.includes('check'))
  const { status, stdout } = run(check?.run ?? '')
  assert.is(status, 1)
  assert.match(stdout, '::error ')
})

testWith(test, needs, 'the step against lost data stops a pull request that loses some', () => {
  const [script = ''] = [...blocks('pull-request-comment.md', 'sh')].reverse()
  project.write('system.config.ts', config('debug', database))
  assert.is(run(script, { BASE: base }).status, 0)
  project.write('system.config.ts', config('debug'))
  assert.is(run(script, { BASE: base }).status, 1)
})

test.run()
