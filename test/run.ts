// Runs every *.test.ts in a process of its own and ends with one line, "N passed, N failed".
// Files named *.alone.test.ts run last and one at a time: what they measure or wait for would suffer
// from others beside. Files named *.machine.test.ts boot whole machines, which takes minutes, root and
// more tools: `npm run test:machines` runs them, and CI, which sets IMMUC_MACHINES=1.
// A file that registers no test, dies before it reports, or does not end is a failure: uvu alone would
// pass the first two, and wait for the third for ever.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Not the user's own, but for machines, whose base image takes a minute to build. */
const cacheFolder = mkdtempSync(join(tmpdir(), 'immuc-cache-'))
const cacheOf = (file: string) => (file.includes(machines) ? {} : { XDG_CACHE_HOME: cacheFolder })
process.on('exit', () => rmSync(cacheFolder, { recursive: true, force: true }))

type Outcome = { file: string; passed: number; failed: number; skipped: string[]; output: string }

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const rooms = ['test', 'app']
const machines = '.machine.test.ts'

const mostSecondsOfAFile = 900
/** A test that failed may have left a server or a child open. */
const mostSecondsAfterItsReport = 20

/** Ends a file that runs. They are in groups of their own, which a Ctrl-C at the terminal does not reach. */
const running = new Set<() => void>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    for (const end of running) end()
    process.exit(1)
  })
}

function testFiles(filter: string): string[] {
  return rooms
    .flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(room, path),
      ),
    )
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .filter((path) => path.includes(filter))
    .filter((path) => !path.includes(machines) || takesMachines(filter))
    .sort()
}

const takesMachines = (filter: string): boolean =>
  filter.includes(machines) || process.env.IMMUC_MACHINES === '1'

function run(file: string): Promise<Outcome> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      cwd: root,
      env: { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', ...cacheOf(file) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const end = () => killGroup(child)
    running.add(end)
    let output = ''
    let timer = setTimeout(end, mostSecondsOfAFile * 1000)
    const hear = (chunk: string) => {
      output += chunk
      if (!reported(chunk)) return
      clearTimeout(timer)
      timer = setTimeout(end, mostSecondsAfterItsReport * 1000)
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    child.on('close', (code) => {
      clearTimeout(timer)
      running.delete(end)
      settle(outcome(file, code, output))
    })
  })
}

const reported = (text: string): boolean => /^ +Duration: /m.test(text)

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
  // What it started in other groups may hold the pipes open.
  child.stdout?.destroy()
  child.stderr?.destroy()
}

function outcome(file: string, code: number | null, output: string): Outcome {
  const count = (label: string) =>
    Number(output.match(new RegExp(`^ +${label}: +(\\d+)`, 'm'))?.[1] ?? 0)
  const total = count('Total')
  const passed = count('Passed')
  const skipped = output.split('\n').filter((line) => line.startsWith('SKIP '))
  const silent = total === 0 && skipped.length === 0
  const died = code !== 0 && total === passed
  const said = code === null ? `${output}\nIt did not end and was killed.` : output
  return { file, passed, failed: total - passed + (silent || died ? 1 : 0), skipped, output: said }
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
console.log('')
for (const result of results) if (result.failed > 0) console.log(`FAIL ${result.file}`)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exit(failed > 0 || passed === 0 ? 1 : 0)
