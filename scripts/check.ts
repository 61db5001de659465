// Everything that must be green before a commit: format, lint, types, generated files, then the
// tests. All checks run, so that one failure does not hide another; the tests' count comes last.
import { spawnSync } from 'node:child_process'
import { root } from '../test/support/root.ts'

const checks: readonly [string, string[]][] = [
  ['build', ['npm', 'run', '--silent', 'build']],
  ['format and lint', ['npx', '--no-install', 'biome', 'check', '--error-on-warnings', '.']],
  ['types', ['npx', '--no-install', 'tsc', '--noEmit']],
  ['types of the page', ['npx', '--no-install', 'tsc', '--noEmit', '-p', 'rehearsal/page/client']],
  ['generated files', ['npx', '--no-install', 'tsx', 'scripts/generate.ts', '--check']],
]

const failed = checks.filter(([name, command]) => !run(name, command)).map(([name]) => name)
const tests = run('tests', ['npx', '--no-install', 'tsx', 'test/run.ts'])

if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`)
process.exit(tests && failed.length === 0 ? 0 : 1)

function run(name: string, [program = '', ...words]: string[]): boolean {
  console.log(`\n== ${name}`)
  return spawnSync(program, words, { cwd: root, stdio: 'inherit' }).status === 0
}
