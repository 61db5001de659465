// A config file → its bundle, by esbuild's own program: the same bundle as `bundleConfig` gives, in a
// fifth of the time, or undefined where that is not sure: for a fault, which needs a report, and for
// a source that has to be changed first.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmdirSync, unlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { esbuildProgram } from './esbuild-program.ts'
import { type Inputs, isOwn, parsed, plainText } from './inputs.ts'

export type DirectBundle = { code: string; inputs: Inputs; texts: ReadonlyMap<string, string> }

export async function bundleDirectly(
  configPath: string,
  meanwhile: () => void,
): Promise<DirectBundle | undefined> {
  const program = esbuildProgram()
  if (program === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'immuc-'))
  const [bundle, metafile] = [join(folder, 'bundle.cjs'), join(folder, 'metafile.json')]
  let child: ChildProcess | undefined
  // A signal may end the process while it waits.
  const leave = () => {
    child?.kill('SIGKILL')
    remove(folder, [bundle, metafile])
  }
  process.once('exit', leave)
  try {
    child = startEsbuild(program, configPath, { bundle, metafile })
    const isFine = endsWell(child)
    meanwhile()
    if (!(await isFine)) return undefined
    const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as { inputs: Inputs }
    const texts = plainTexts(inputs, dirname(configPath))
    return texts && { code: readFileSync(bundle, 'utf8'), inputs, texts }
  } catch {
    return undefined
  } finally {
    process.off('exit', leave)
    leave()
  }
}

type Outputs = { bundle: string; metafile: string }

function startEsbuild(
  program: string,
  configPath: string,
  { bundle, metafile }: Outputs,
): ChildProcess {
  const words = [
    ...[configPath, '--bundle', `--outfile=${bundle}`, `--metafile=${metafile}`],
    ...['--format=cjs', '--platform=node', '--target=node20', '--log-level=silent'],
    ...['--external:immuc', '--external:*.node'],
    // What is warned about is no longer sure.
    '--log-override:duplicate-object-key=error',
  ]
  return spawn(program, words, { cwd: dirname(configPath), stdio: 'ignore' })
}

const endsWell = (child: ChildProcess): Promise<boolean> =>
  new Promise((settle) => {
    child.once('error', () => settle(false))
    child.once('exit', (code) => settle(code === 0))
  })

/** The user's own sources; undefined if a file among the inputs is no plain text. */
function plainTexts(inputs: Inputs, folder: string): Map<string, string> | undefined {
  const texts = new Map<string, string>()
  for (const input of Object.keys(inputs)) {
    // Nothing that stands in a file, such as what is left of a module for browsers.
    if (/^\w{2,}:|^</.test(input)) return undefined
    const file = resolve(folder, input)
    if (!parsed.test(file)) continue
    const text = plainText(file)
    if (text === undefined) return undefined
    if (isOwn(folder, file)) texts.set(file, text)
  }
  return texts
}

function remove(folder: string, files: readonly string[]): void {
  for (const file of files) attempt(() => unlinkSync(file))
  attempt(() => rmdirSync(folder))
}

function attempt(step: () => void): void {
  try {
    step()
  } catch {
    // It was never made, or somebody was faster.
  }
}
