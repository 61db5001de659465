// A module → every literal in it, with the names that it stands under: of keys, variables and
// parameters, outermost first.
import type { Expression, Node } from '@babel/types'
import { mayBeSecret } from '../check/secret-signs.ts'
import type { Sources } from '../load/sources.ts'
import { type Module, modulesOf } from './parse-module.ts'
import { resolveExpression } from './resolve-expression.ts'

export type Literal = {
  file: string
  /** Offsets in the file's text. */
  start: number
  end: number
  text: string
  names: readonly string[]
  isKey: boolean
}

type Visit = { node: Node; module: Module; names: readonly string[]; isKey: boolean }

const known = new WeakMap<Sources, Map<string, Literal[]>>()

/** Those that stand in a file, under the names of every file that uses them. */
export function literalsIn(file: string, sources: Sources): readonly Literal[] {
  const files = known.get(sources) ?? byFile(modulesOf(sources).flatMap(collect))
  known.set(sources, files)
  return files.get(file) ?? []
}

function byFile(literals: readonly Literal[]): Map<string, Literal[]> {
  const files = new Map<string, Literal[]>()
  for (const literal of literals) {
    const others = files.get(literal.file)
    if (others) others.push(literal)
    else files.set(literal.file, [literal])
  }
  return files
}

/** Without recursion: a concatenation may be thousands of nodes deep. */
function collect(module: Module): Literal[] {
  const literals: Literal[] = []
  const followed = new Set<Node>()
  const visits: Visit[] = [{ node: module.program, module, names: [], isKey: false }]
  for (let visit = visits.pop(); visit !== undefined; visit = visits.pop()) {
    const literal = literalAt(visit)
    if (literal !== undefined) literals.push(literal)
    for (const next of childrenOf(visit)) visits.push(next)
    for (const next of meaningOf(visit, followed)) visits.push(next)
  }
  return literals
}

function literalAt({ node, module, names, isKey }: Visit): Literal | undefined {
  const text = isKey && node.type === 'Identifier' ? node.name : textOf(node)
  const { start, end } = node
  if (text === undefined || typeof start !== 'number' || typeof end !== 'number') return undefined
  return { file: module.file, start, end, text, names, isKey }
}

/** What a constant is made from stands under the names of secrets that it is used under, too. */
function meaningOf({ node, module, names, isKey }: Visit, followed: Set<Node>): Visit[] {
  if (node.type !== 'Identifier' || isKey || !names.some(namesSecret)) return []
  const meaning = resolveExpression({ node, module })
  if (meaning.node === node || followed.has(meaning.node)) return []
  followed.add(meaning.node)
  return [{ ...meaning, names, isKey: false }]
}

const namesSecret = (name: string): boolean => mayBeSecret(name, 'a text like any other')

function textOf(node: Node): string | undefined {
  switch (node.type) {
    case 'StringLiteral':
    case 'DirectiveLiteral':
    case 'BigIntLiteral':
      return node.value
    case 'NumericLiteral':
      return String(node.value)
    case 'RegExpLiteral':
      return node.pattern
    case 'TemplateLiteral':
      return node.quasis.map(({ value }) => value.cooked ?? value.raw).join('')
    default:
      return undefined
  }
}

/** Types hold no values, and an import's source is a file's name. */
const skipped = new Set(['typeAnnotation', 'typeParameters', 'source', 'loc', 'extra', 'errors'])

function childrenOf({ node, module, names }: Visit): Visit[] {
  const name = nameOf(meaningOfKey(node, module))
  const isPlain = node.type === 'CallExpression' && nameOf(node.callee) === 'plain'
  const inside = isPlain ? [] : name === undefined ? names : [...names, name]
  return Object.entries(node).flatMap(([field, value]) => {
    if (skipped.has(field)) return []
    const isKey = field === 'key' || field === 'property'
    return [value]
      .flat()
      .filter(isNode)
      .map((child) => ({ node: child, module, names: inside, isKey }))
  })
}

/** What a computed key says is not how its variable is called. */
function meaningOfKey(node: Node, module: Module): Node {
  const isComputed = node.type === 'ObjectProperty' && node.computed
  return isComputed ? resolveExpression({ node: node.key as Expression, module }).node : node
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function nameOf(node: Node): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return node.name
    case 'StringLiteral':
      return node.value
    case 'ObjectProperty':
    case 'ObjectMethod':
    case 'ClassProperty':
    case 'ClassMethod':
      return nameOf(node.key)
    case 'VariableDeclarator':
    case 'TSEnumMember':
      return nameOf(node.id)
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return nameOf(node.left)
    case 'MemberExpression':
      return nameOf(node.property)
    default:
      return undefined
  }
}
