// `immuc diff`: what this config changes against the one of a commit, without credentials and state.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findConfig } from '../../compiler/load/find-config.ts'
import { colourPaint, plainPaint } from '../../compiler/report/paint.ts'
import { json } from '../../compiler/serialize/json.ts'
import { diff as differences } from '../../diff/diff.ts'
import { data } from '../../diff/show/data.ts'
import { markdown } from '../../diff/show/markdown.ts'
import { type DiffReport, keysOf } from '../../diff/show/report.ts'
import { text } from '../../diff/show/text.ts'
import { type CommittedTree, committedTree, type Lacking } from '../committed-tree.ts'
import { committedSide, currentSide, emitAlone, type ReadSide } from '../diff-sides.ts'
import { exitCode } from '../exit-code.ts'
import { diagnosticsData, sayDiagnostics } from '../show-diagnostics.ts'
import type { Terminal } from '../terminal.ts'
import { uncut } from '../uncut.ts'
import { UsageFault } from '../usage-error.ts'

export type DiffOptions = {
  config?: string | undefined
  ref: string
  format: 'text' | 'json' | 'markdown'
  'exit-code': boolean
}

export async function diff(options: DiffOptions, terminal: Terminal): Promise<number> {
  const found = await findConfig(process.cwd(), options.config)
  if (typeof found !== 'string') {
    await sayDiagnostics(found, undefined, terminal, outcome)
    return exitCode.fault
  }
  try {
    return await uncut(() => compared(found, options, terminal))
  } catch (failure) {
    if (!(failure instanceof UsageFault)) throw failure
    terminal.say(`immuc: ${failure.message}\nSee: immuc diff --help`)
    return exitCode.usage
  }
}

const outcome = 'Nothing was compared.'

async function compared(configPath: string, options: DiffOptions, terminal: Terminal) {
  const { ref, format } = options
  const tree = await treeAt(configPath, ref)
  const current = await currentSide(configPath)
  if (current.side === undefined) return broken(current, undefined, options, terminal)
  const old = await committedSide(tree, current)
  if (old.side === undefined) return broken(old, ref, options, terminal)
  const found = differences(old.side, current.side, emitAlone)
  const report: DiffReport = {
    name: current.side.system.services[0].name,
    ref,
    commit: tree.commit,
    diff: found,
    keys: keysOf(found, old, current),
    notes: old.note === undefined ? [] : [old.note],
  }
  terminal.data(shown(report, format))
  return options['exit-code'] && found.files.length > 0 ? exitCode.fault : exitCode.fine
}

async function treeAt(configPath: string, ref: string): Promise<CommittedTree> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-diff-'))
  // It is gone when this process ends, however it ends.
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const found = await committedTree({ configPath, ref, folder })
  if ('lacking' in found) throw new UsageFault(whyNone(found, ref))
  return found
}

function whyNone(found: Lacking, ref: string): string {
  switch (found.lacking) {
    case 'repository':
      return 'this folder is in no git repository, so there is nothing to compare with'
    case 'first commit':
      return 'this repository has no commit yet, so there is nothing to compare with'
    case 'commit':
      return `there is no commit \`${ref}\` in this repository; a shallow clone needs \`git fetch\` first`
    case 'config':
      return `\`${found.path}\` is not in \`${ref}\`; commit it, or name another commit`
    case 'files':
      return `git could not write the files of \`${found.commit}\` to ${tmpdir()}`
  }
}

function shown(report: DiffReport, format: DiffOptions['format']): string {
  if (format === 'json') return json(data(report))
  return format === 'markdown' ? markdown(report) : text(report, paintForStdout())
}

/** What is printed here is what was asked for, and goes to stdout. */
function paintForStdout() {
  const { stdout, env } = process
  const wantsColour = stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
  return wantsColour ? colourPaint : plainPaint
}

async function broken(
  { diagnostics, loaded, folder }: ReadSide,
  ref: string | undefined,
  { format }: DiffOptions,
  terminal: Terminal,
): Promise<number> {
  if (format === 'json') {
    const faults = await diagnosticsData(diagnostics, loaded, folder)
    terminal.data(json({ ...(ref !== undefined && { ref }), diagnostics: faults }))
    return exitCode.fault
  }
  if (ref !== undefined) terminal.say(`The config at \`${ref}\` can't be compiled:\n`)
  await sayDiagnostics(diagnostics, loaded, terminal, outcome, folder)
  return exitCode.fault
}
