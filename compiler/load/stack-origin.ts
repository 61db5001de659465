// The stack of what a config threw → the innermost place in it that is the user's own.
import { SourceMap } from 'node:module'
import { dirname, resolve } from 'node:path'
import type { Span } from '../model/diagnostic.ts'
import type { Bundle } from './bundle.ts'
import { linesOf } from './sources.ts'

export function stackOrigin(stack: string, configPath: string, bundle: Bundle): Span | undefined {
  const map = new SourceMap(JSON.parse(bundle.sourceMap))
  for (const { line, column } of framesOf(stack, `${configPath}.cjs`)) {
    const entry = map.findEntry(line - 1, column - 1)
    if (!('originalSource' in entry)) continue
    const file = sourcePath(entry.originalSource, configPath)
    const text = bundle.sources.get(file)?.text
    if (text !== undefined) {
      return spanAt(file, text, entry.originalLine + 1, entry.originalColumn + 1)
    }
  }
  return undefined
}

function framesOf(stack: string, bundleName: string): { line: number; column: number }[] {
  return stack.split('\n').flatMap((frame) => {
    const at = frame.lastIndexOf(`${bundleName}:`)
    const position = at < 0 ? null : frame.slice(at).match(/:(\d+):(\d+)\)?$/)
    return position ? [{ line: Number(position[1]), column: Number(position[2]) }] : []
  })
}

/** The map names sources relative to the bundle, which stands beside the config, as in a URL. */
const sourcePath = (source: string, configPath: string): string =>
  resolve(dirname(configPath), decodeURIComponent(source))

/** To the end of the word that stands there, such as `throw` or a function's name. */
function spanAt(file: string, text: string, line: number, column: number): Span {
  const word =
    linesOf(text)
      [line - 1]?.slice(column - 1)
      .match(/^[\w$.]+/)?.[0] ?? ''
  return { file, line, column, length: Math.max(1, word.length) }
}
