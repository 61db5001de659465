// A shell script in a folder of its own, run as terraform runs it, with tools that can be replaced.
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { Run } from './immuc.ts'

export type ScriptOptions = {
  shell: string
  env: Record<string, string>
  /** Scripts that stand before all other programs, by name. */
  tools?: Record<string, string>
  /** Instead of the test's own, behind the tools. */
  path?: string
}

/** Not synchronous: what the script talks to may live in this process. */
export async function runScript(script: string, options: ScriptOptions): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-script-'))
  try {
    writeFileSync(join(folder, 'script.sh'), script)
    mkdirSync(join(folder, 'bin'))
    for (const [name, text] of Object.entries(options.tools ?? {})) {
      writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${text}\n`)
      chmodSync(join(folder, 'bin', name), 0o755)
    }
    return await run(folder, options)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function run(folder: string, { shell, env, path = process.env.PATH }: ScriptOptions): Promise<Run> {
  const child = spawn(shell, [join(folder, 'script.sh')], {
    env: { PATH: [join(folder, 'bin'), path].join(delimiter), TMPDIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    chunks.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    chunks.stderr += chunk
  })
  return new Promise((settle, refuse) => {
    child.once('error', refuse)
    child.once('close', (status) => settle({ status, ...chunks }))
  })
}
