// The cases below test/invalid/<code>/: each a folder with a bad config, or with a `run.sh` where the
// fault is not in the config alone, and the exact report that is expected of it.
import { execFile } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { bin } from './immuc.ts'
import { root } from './root.ts'

export type InvalidCase = { name: string; code: string; folder: string; report: string }

export type InvalidRun = { status: number; stdout: string; stderr: string; wroteInfra: boolean }

const room = join(root, 'test/invalid')
const reportName = 'report.txt'
const scriptName = 'run.sh'

/** A folder whose name is a code holds one case, or a folder for each of several. */
export function invalidCases(): InvalidCase[] {
  return foldersIn(room).flatMap((code) => {
    const nested = isCase(join(room, code)) ? [''] : foldersIn(join(room, code))
    return nested.map((name) => {
      const folder = join(room, code, name)
      return { name: relative(room, folder), code, folder, report: join(folder, reportName) }
    })
  })
}

const isCase = (folder: string): boolean =>
  existsSync(join(folder, reportName)) ||
  readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isFile())

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

/** Runs `immuc build`, or the case's script, in a copy of the case beside an app to deploy. */
export async function runInvalid({ folder }: InvalidCase): Promise<InvalidRun> {
  const scratch = mkdtempSync(join(tmpdir(), 'immuc-invalid-'))
  try {
    const work = join(scratch, 'shop')
    cpSync(folder, work, { recursive: true, filter: (path) => !path.endsWith(reportName) })
    rmSync(join(work, scriptName), { force: true })
    writeFileSync(join(work, 'shop'), '#!/bin/sh\n')
    const hadInfra = existsSync(join(work, 'infra'))
    const script = join(folder, scriptName)
    const words = existsSync(script) ? [script] : ['-c', 'immuc build']
    const run = await execute(words, work, commandFolder(scratch))
    return { ...run, wroteInfra: !hadInfra && existsSync(join(work, 'infra')) }
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** A folder for PATH with the built command in it. */
function commandFolder(scratch: string): string {
  const command = join(scratch, 'immuc')
  writeFileSync(command, `#!/bin/sh\nexec '${process.execPath}' '${bin}' "$@"\n`)
  chmodSync(command, 0o755)
  return scratch
}

function execute(
  words: string[],
  cwd: string,
  commands: string,
): Promise<Omit<InvalidRun, 'wroteInfra'>> {
  const env = { PATH: `${commands}${delimiter}${process.env.PATH}`, LANG: 'C.UTF-8' }
  return new Promise((settle) => {
    const child = execFile('sh', words, { cwd, env, timeout: 60_000 }, (_failure, stdout, stderr) =>
      settle({ status: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}
