// A config as text → all that a person or a program is told about it, in this process: compiled as
// the command does it, up to the report.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { targets } from '../../cli/targets.ts'
import { compile } from '../../compiler/compile.ts'
import { findConfig } from '../../compiler/load/find-config.ts'
import { type Loaded, load } from '../../compiler/load/load.ts'
import type { Diagnostic } from '../../compiler/model/diagnostic.ts'
import { place } from '../../compiler/report/place.ts'
import { report } from '../../compiler/report/report.ts'

export type Files = Readonly<Record<string, string>>

export type Reported = {
  /** What the config evaluated to. */
  value: unknown
  diagnostics: readonly Diagnostic[]
  /** As `--format text` shows them. */
  text: string
  /** As `--format json` has them. */
  json: string
}

/** A folder with the files in it, and an app to deploy, for as long as the body runs. */
export async function inFolder<Result>(
  files: Files,
  body: (folder: string) => Result | Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-config-'))
  try {
    for (const [name, content] of Object.entries({ shop: '#!/bin/sh\n', ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
    return await body(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `config` is a name among the files, if it is not the usual one. */
export const reported = (files: Files, config?: string): Promise<Reported> =>
  inFolder(files, (folder) => reportedIn(folder, config))

export const reportedIn = async (folder: string, config?: string): Promise<Reported> =>
  reportOn(folder, await loadFrom(folder, config))

async function loadFrom(folder: string, config: string | undefined): Promise<Loaded> {
  const configPath = await findConfig(folder, config)
  return typeof configPath === 'string'
    ? load(configPath)
    : { configPath: folder, sources: new Map(), inputs: [], diagnostics: configPath }
}

async function reportOn(folder: string, loaded: Loaded): Promise<Reported> {
  const { diagnostics } = await compile(loaded, targets)
  const context = { ...loaded, folder, environment: {} }
  const placed = place(diagnostics, context, 1000).diagnostics
  return {
    value: loaded.data,
    diagnostics: placed,
    text: report(diagnostics, context),
    json: JSON.stringify(placed),
  }
}

/** The first diagnostic of a report, taken apart. */
export type FirstBlock = { title: string; place: string; marked: string; label: string }

export function firstBlock(text: string): FirstBlock {
  const [title = '', ...lines] = text.split('\n')
  const place = lines[0]?.match(/^ *--> (.*)/)?.[1] ?? ''
  const source = lines[2]?.replace(/^ *\d+ \| /, '') ?? ''
  const [, before = '', caret = '', label = ''] = lines[3]?.match(/^ *\| (\s*)(\^+) ?(.*)/) ?? []
  const marked = source.slice(before.length, before.length + caret.length)
  return { title, place, marked, label }
}
