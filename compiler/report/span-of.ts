// A located value → the part of the source that a caret marks for it.
import type { Node } from '@babel/types'
import type { Span } from '../model/diagnostic.ts'
import type { Located } from './locate.ts'
import type { Key } from './resolve-expression.ts'

export function spanOf({ exact, key, value }: Located, pointsAtKey: boolean): Span | undefined {
  const wantsKey = !exact || pointsAtKey
  if (key && (wantsKey || !value)) return marked(key, false)
  return value && marked(value, wantsKey)
}

/** On its first line; of an object that stands for its key, or of several lines, the first token. */
function marked({ node, module }: Key, asKey: boolean): Span | undefined {
  const token = asKey ? head(node) : node
  const { loc } = token
  if (!loc) return undefined
  const { line, column } = loc.start
  const isWhole = loc.end.line === line && !(asKey && isBracketed(token))
  const length = isWhole ? loc.end.column - column : lengthOfFirst(token, module, line, column)
  return { file: module.file, line, column: column + 1, length: Math.max(1, length) }
}

/** Of a call, the function; of a cast, what is cast. */
function head(node: Node): Node {
  if (node.type === 'CallExpression') return node.callee
  return 'expression' in node && typeof node.expression === 'object' && node.expression !== null
    ? head(node.expression)
    : node
}

const isBracketed = (node: Node): boolean => /^(Object|Array)Expression$/.test(node.type)

function lengthOfFirst(node: Node, module: Key['module'], line: number, column: number): number {
  if (isBracketed(node)) return 1
  return (module.lines[line - 1] ?? '').trimEnd().length - column
}
