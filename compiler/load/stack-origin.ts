// The stack of what a config threw → the innermost place in it that is the user's own.
import { SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import type { Span } from '../model/diagnostic.ts'
import { statementOf } from './brackets.ts'
import type { Bundle } from './bundle.ts'
import { linesOf } from './sources.ts'

export type StackOrigin = {
  span: Span
  /** Whether nothing was called from there. */
  isInnermost: boolean
}

export function stackOrigin(
  stack: string,
  configPath: string,
  bundle: Bundle,
): StackOrigin | undefined {
  const map = new SourceMap(JSON.parse(bundle.sourceMap))
  for (const { line, column, isInnermost } of framesOf(stack, `${configPath}.cjs`)) {
    const entry = map.findEntry(line - 1, column - 1)
    if (!('originalSource' in entry)) continue
    const file = sourcePath(entry.originalSource, configPath)
    const text = bundle.sources.get(file)?.text
    if (text !== undefined) {
      const span = spanAt(file, text, entry.originalLine + 1, entry.originalColumn + 1)
      return { span, isInnermost }
    }
  }
  return undefined
}

type Frame = { line: number; column: number; isInnermost: boolean }

function framesOf(stack: string, bundleName: string): Frame[] {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return frames.flatMap((frame, index) => {
    const at = frame.lastIndexOf(`${bundleName}:`)
    const position = at < 0 ? null : frame.slice(at).match(/:(\d+):(\d+)\)?$/)
    return position
      ? [{ line: Number(position[1]), column: Number(position[2]), isInnermost: index === 0 }]
      : []
  })
}

/** The map names sources relative to the bundle, which stands beside the config, as in a URL. */
const sourcePath = (source: string, configPath: string): string =>
  resolve(dirname(configPath), decodeURIComponent(source))

/** The whole of `throw new Error(…)`; else to the end of the word there, such as a function's name. */
function spanAt(file: string, text: string, line: number, column: number): Span {
  const source = linesOf(text)[line - 1] ?? ''
  const keyword = source.slice(0, column - 1).match(/\bthrow\s+$/)?.[0] ?? ''
  const start = column - 1 - keyword.length
  const rest = source.slice(start)
  const marked = /^throw\b/.test(rest) ? statementOf(rest) : (rest.match(/^[\w$.]+/)?.[0] ?? '')
  return { file, line, column: start + 1, length: Math.max(1, marked.length) }
}
