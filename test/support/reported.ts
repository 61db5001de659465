// A config as text → all that a person or a program is told about it, in this process: compiled as
// the command does it, up to the report.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { targets } from '../../cli/targets.ts'
import { compile } from '../../compiler/compile.ts'
import { findConfig } from '../../compiler/load/find-config.ts'
import { load } from '../../compiler/load/load.ts'
import type { Diagnostic } from '../../compiler/model/diagnostic.ts'
import { place } from '../../compiler/report/place.ts'
import { report } from '../../compiler/report/report.ts'

export type Files = Readonly<Record<string, string>>

export type Reported = {
  diagnostics: readonly Diagnostic[]
  /** As `--format text` shows them. */
  text: string
  /** As `--format json` has them. */
  data: string
}

/** `config` is a name among the files, and has a default. */
export async function reported(files: Files, config?: string): Promise<Reported> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-reported-'))
  try {
    for (const [name, content] of Object.entries({ shop: '#!/bin/sh\n', ...files })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
    }
    return await reportOn(folder, config)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function reportOn(folder: string, config: string | undefined): Promise<Reported> {
  const configPath = findConfig(folder, config)
  const empty = { sources: new Map(), environment: {} }
  const loaded =
    typeof configPath === 'string'
      ? await load(configPath)
      : { ...empty, configPath: folder, diagnostics: configPath }
  const { diagnostics } = compile(loaded, targets)
  const context = { ...empty, ...loaded, folder }
  return {
    diagnostics: place(diagnostics, context).diagnostics,
    text: report(diagnostics, context),
    data: JSON.stringify(place(diagnostics, context).diagnostics),
  }
}
