// Runs every *.test.ts in a process of its own and ends with one line, "N passed, N failed".
// Files named *.alone.test.ts run last and one at a time: what they measure or wait for would suffer
// from others beside. Files named *.machine.test.ts boot whole machines, which takes minutes and more
// tools: only `npm run test:machines` runs them. A file that registers no test, or dies before it reports, is a failure: uvu
// alone would pass it.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Not the user's own. */
const cacheFolder = mkdtempSync(join(tmpdir(), 'immuc-cache-'))
process.on('exit', () => rmSync(cacheFolder, { recursive: true, force: true }))

type Outcome = { file: string; passed: number; failed: number; skipped: string[]; output: string }

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const rooms = ['test', 'app']
const machines = '.machine.test.ts'

function testFiles(filter: string): string[] {
  return rooms
    .flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(room, path),
      ),
    )
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .filter((path) => path.includes(filter))
    .filter((path) => path.includes(machines) === filter.includes(machines))
    .sort()
}

function run(file: string): Promise<Outcome> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', XDG_CACHE_HOME: cacheFolder },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.stderr.on('data', (chunk) => chunks.push(chunk))
    child.on('close', (code) => settle(outcome(file, code, Buffer.concat(chunks).toString('utf8'))))
  })
}

function outcome(file: string, code: number | null, output: string): Outcome {
  const count = (label: string) =>
    Number(output.match(new RegExp(`^ +${label}: +(\\d+)`, 'm'))?.[1] ?? 0)
  const total = count('Total')
  const passed = count('Passed')
  const skipped = output.split('\n').filter((line) => line.startsWith('SKIP '))
  const silent = total === 0 && skipped.length === 0
  const died = code !== 0 && total === passed
  return { file, passed, failed: total - passed + (silent || died ? 1 : 0), skipped, output }
}

function show(result: Outcome): void {
  const mark = result.failed > 0 ? 'FAIL' : ' ok '
  console.log(`${mark} ${result.file} (${result.passed} passed)`)
  for (const line of result.skipped) console.log(`     ${line}`)
  if (result.failed > 0) console.log(result.output.replace(/^/gm, '     | '))
}

const mayRunBeside = (file: string): boolean => !/\.(alone|machine)\.test\.ts$/.test(file)

async function runAll(files: string[], atOnce: number): Promise<Outcome[]> {
  const queue = [...files]
  const results: Outcome[] = []
  const worker = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const result = await run(file)
      show(result)
      results.push(result)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return results
}

const files = testFiles(process.argv[2] ?? '')
const together = await runAll(files.filter(mayRunBeside), Math.min(4, availableParallelism()))
const alone = await runAll(
  files.filter((file) => !mayRunBeside(file)),
  1,
)
const results = [...together, ...alone]
const passed = results.reduce((sum, result) => sum + result.passed, 0)
const failed = results.reduce((sum, result) => sum + result.failed, 0)
const skipped = results.reduce((sum, result) => sum + result.skipped.length, 0)
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
