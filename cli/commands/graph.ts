// `immuc graph`: the system as a picture, on stdout or in a file.
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { compile } from '../../compiler/compile.ts'
import { findConfig } from '../../compiler/load/find-config.ts'
import { load } from '../../compiler/load/load.ts'
import type { Targets } from '../../compiler/model/target.ts'
import { json } from '../../compiler/serialize/json.ts'
import { mermaid } from '../../graph/mermaid.ts'
import { type Picture, pictureOf } from '../../graph/picture.ts'
import { svg } from '../../graph/svg.ts'
import { exitCode } from '../exit-code.ts'
import { sayDiagnostics } from '../show-diagnostics.ts'
import { targets } from '../targets.ts'
import type { Terminal } from '../terminal.ts'

export type GraphOptions = {
  config?: string | undefined
  out?: string | undefined
  format: 'mermaid' | 'svg' | 'json'
}

const drawings: Readonly<Record<GraphOptions['format'], (picture: Picture) => string>> = {
  mermaid,
  svg,
  json,
}

const outcome = 'Nothing was drawn.'

export async function graph(options: GraphOptions, terminal: Terminal): Promise<number> {
  const found = await findConfig(process.cwd(), options.config)
  if (typeof found !== 'string') {
    await sayDiagnostics(found, undefined, terminal, outcome)
    return exitCode.fault
  }
  const loaded = await load(found)
  const { output, diagnostics } = await compile(loaded, drawing(options.format))
  await sayDiagnostics(diagnostics, loaded, terminal, outcome)
  const content = output?.artifacts.find(({ path }) => path === drawnPath)?.content
  if (typeof content !== 'string') return exitCode.fault
  if (options.out !== undefined) return written(options.out, content, terminal)
  terminal.data(content)
  return exitCode.fine
}

const drawnPath = 'picture'

/** A picture is a target like others: it needs the image's name. */
const drawing = (format: GraphOptions['format']): Targets => ({
  baked: targets.baked,
  deployed: [
    (system, images) => [{ path: drawnPath, content: drawings[format](pictureOf(system, images)) }],
  ],
})

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a file stands where its folder would be',
  EROFS: 'the file system is read-only',
}

/** Whole or not at all. */
function written(file: string, content: string, { say }: Terminal): number {
  const partial = `${file}.partial`
  try {
    writeFileSync(partial, content)
    renameSync(partial, file)
    return exitCode.fine
  } catch (failure) {
    rmSync(partial, { force: true })
    const { code = '', message } = failure as NodeJS.ErrnoException
    say(`immuc: \`${file}\` can't be written: ${reasons[code] ?? message}`)
    return exitCode.fault
  }
}
