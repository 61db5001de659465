// A config path and the config's sources → where that value is written, or the nearest thing
// around it that is written. Never an invented line: what can't be found has no span.
import type {
  Expression,
  Node,
  ObjectExpression,
  ObjectProperty,
  SpreadElement,
} from '@babel/types'
import type { Sources } from '../load/sources.ts'
import type { ConfigPath } from '../model/config-path.ts'
import type { Span } from '../model/diagnostic.ts'
import { type Module, parseModule } from './parse-module.ts'
import { type Place, resolveExpression } from './resolve-expression.ts'

export type Located = { span: Span; exact: boolean }

export function locate(
  configPath: string,
  sources: Sources,
  path: ConfigPath,
  pointsAtKey: boolean,
): Located | undefined {
  const module = parseModule(configPath, sources)
  const exported = module && defaultExport(module)
  if (!module || !exported) return undefined
  return descend({ node: exported, module }, path, undefined, pointsAtKey)
}

function defaultExport(module: Module): Expression | undefined {
  const [first] = module.program.body
  if (module.file.endsWith('.json')) {
    return first?.type === 'ExpressionStatement' ? first.expression : undefined
  }
  for (const statement of module.program.body) {
    if (statement.type !== 'ExportDefaultDeclaration') continue
    const { declaration } = statement
    return declaration.type.endsWith('Declaration') ? undefined : (declaration as Expression)
  }
  return undefined
}

function descend(
  place: Place,
  path: ConfigPath,
  key: { node: Node; module: Module } | undefined,
  pointsAtKey: boolean,
): Located | undefined {
  const [step, ...rest] = path
  if (step === undefined) {
    const target = pointsAtKey && key ? key : place
    return { span: spanOf(target.node, target.module, pointsAtKey && !key), exact: true }
  }
  const next = child(resolveExpression(place), step)
  if (next === undefined) {
    const around = key ?? place
    return { span: spanOf(around.node, around.module, true), exact: false }
  }
  return descend(next.value, rest, next.key, pointsAtKey)
}

type Child = { value: Place; key?: { node: Node; module: Module } }

function child(place: Place, step: string | number): Child | undefined {
  const { node, module } = place
  if (node.type === 'ArrayExpression' && typeof step === 'number') {
    const element = node.elements[step]
    const spreadBefore = node.elements.slice(0, step + 1).some((e) => e?.type === 'SpreadElement')
    return element && !spreadBefore ? { value: { node: element as Expression, module } } : undefined
  }
  return node.type === 'ObjectExpression' ? property(node, String(step), module) : undefined
}

/** The last one wins, as it does when the object is made; spreads are looked into. */
function property(object: ObjectExpression, name: string, module: Module): Child | undefined {
  for (const entry of [...object.properties].reverse()) {
    if (entry.type === 'SpreadElement') {
      const spread = spreadChild(entry, name, module)
      if (spread) return spread
    } else if (entry.type === 'ObjectProperty' && keyName(entry) === name) {
      return {
        value: { node: entry.value as Expression, module },
        key: { node: entry.key, module },
      }
    }
  }
  return undefined
}

function spreadChild(entry: SpreadElement, name: string, module: Module): Child | undefined {
  const place = resolveExpression({ node: entry.argument, module })
  return place.node.type === 'ObjectExpression'
    ? property(place.node, name, place.module)
    : undefined
}

function keyName({ key, computed }: ObjectProperty): string | undefined {
  if (key.type === 'Identifier') return computed ? undefined : key.name
  if (key.type === 'StringLiteral' || key.type === 'NumericLiteral') return String(key.value)
  return undefined
}

/** A text is marked to the end of its first line; of an object or array, only the first token. */
function spanOf(node: Node, module: Module, short: boolean): Span {
  const start = node.loc?.start ?? { line: 1, column: 0 }
  const end = node.loc?.end ?? start
  const isText = node.type === 'StringLiteral' || node.type === 'TemplateLiteral'
  const line = module.sources.get(module.file)?.split(/\r?\n/)[start.line - 1] ?? ''
  const whole = end.line === start.line ? end.column : line.length
  const marksWhole = isText || (end.line === start.line && !(short && isObject(node)))
  const length = marksWhole ? Math.max(1, whole - start.column) : 1
  return { file: module.file, line: start.line, column: start.column + 1, length }
}

const isObject = (node: Node): boolean => node.type === 'ObjectExpression'
