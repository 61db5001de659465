// A folder with a playbook, and a unit -> what ansible-lint and systemd-analyze say of them.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { exposureIn } from './look.ts'

/** Rule -> how often it is broken. */
export type Violations = Readonly<Record<string, number>>

/** In a copy that is no part of a repository, whose settings the linter would take. */
export function violationsIn(ansible: string, copy: string): Violations {
  cpSync(ansible, copy, { recursive: true })
  const words = ['--offline', '--nocolor', '--profile', 'production', '-p', 'playbook.yml']
  const { status, stdout, stderr } = spawnSync('ansible-lint', words, {
    cwd: copy,
    env: { PATH: process.env.PATH, HOME: copy, LANG: 'C.UTF-8' },
    encoding: 'utf8',
  })
  if (status !== 0 && status !== 2) throw new Error(`ansible-lint: ${stderr}`)
  rmSync(copy, { recursive: true, force: true })
  const rules = [...stdout.matchAll(/^playbook\.yml:\d+: ([\w-]+)/gm)].map(([, rule = '']) => rule)
  return Object.fromEntries(rules.map((rule) => [rule, rules.filter((one) => one === rule).length]))
}

export function exposureOf(folder: string, unit: string): string {
  const words = ['security', '--offline=true', '--no-pager', join(folder, unit)]
  return exposureIn(spawnSync('systemd-analyze', words, { encoding: 'utf8' }).stdout)
}
