// An expression → the one that it stands for, and the members of that, where they can be read off the
// source: through casts, `defineSystem(…)`, constants of this and of imported files, and spreads.
import type {
  ArrayExpression,
  CallExpression,
  Expression,
  MemberExpression,
  Node,
  ObjectExpression,
  ObjectMethod,
  ObjectProperty,
} from '@babel/types'
import { importOf, meaningOf, type Place } from './exports.ts'
import type { Module } from './parse-module.ts'

const deepest = 20

export function resolveExpression(place: Place, depth = 0): Place {
  const inner = depth < deepest ? unwrap(place, depth) : undefined
  return inner === undefined ? place : resolveExpression(inner, depth + 1)
}

function unwrap({ node, module }: Place, depth: number): Place | undefined {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return { node: node.expression, module }
    case 'CallExpression':
      return argumentOf(node, module)
    case 'Identifier':
      return meaningOf(node.name, module)
    case 'MemberExpression':
      return memberOf(node, module, depth)
    default:
      return undefined
  }
}

/** Of the two functions that return their argument as it is. */
function argumentOf({ callee, arguments: [argument] }: CallExpression, module: Module) {
  if (argument === undefined || !argument.type.match(/Expression$|^Identifier$/)) return undefined
  return isDefineSystem(callee, module) || isFreeze(callee)
    ? ({ node: argument, module } as Place)
    : undefined
}

function isDefineSystem(callee: CallExpression['callee'], module: Module): boolean {
  if (callee.type === 'MemberExpression') return propertyName(callee) === 'defineSystem'
  if (callee.type !== 'Identifier') return false
  return (importOf(callee.name, module)?.exportName ?? callee.name) === 'defineSystem'
}

const isFreeze = (callee: CallExpression['callee']): boolean =>
  callee.type === 'MemberExpression' &&
  callee.object.type === 'Identifier' &&
  callee.object.name === 'Object' &&
  propertyName(callee) === 'freeze'

function memberOf(node: MemberExpression, module: Module, depth: number): Place | undefined {
  const step = propertyName(node)
  if (step === undefined || node.object.type === 'Super') return undefined
  return memberAt({ node: node.object, module }, step, depth + 1)?.value
}

function propertyName({ property, computed }: MemberExpression): string | undefined {
  if (property.type === 'Identifier') return computed ? undefined : property.name
  return property.type === 'StringLiteral' || property.type === 'NumericLiteral'
    ? String(property.value)
    : undefined
}

export type Key = { node: Node; module: Module }

/** A getter or a method has a key, but no value that could be read off. */
export type Member = { value?: Place; key?: Key }

export function memberAt(place: Place, step: string | number, depth = 0): Member | undefined {
  const { node, module } = resolveExpression(place, depth)
  if (node.type === 'ArrayExpression') {
    const element = elementsOf(node, module, depth)[Number(step)]
    return element && { value: element }
  }
  return node.type === 'ObjectExpression'
    ? membersOf(node, module, depth).get(String(step))
    : undefined
}

/** Up to the first one whose place can't be told. */
function elementsOf({ elements }: ArrayExpression, module: Module, depth: number): Place[] {
  const places: Place[] = []
  for (const element of elements) {
    if (element === null) return places
    if (element.type !== 'SpreadElement') {
      places.push({ node: element, module })
      continue
    }
    const spread = resolveExpression({ node: element.argument, module }, depth + 1)
    if (spread.node.type !== 'ArrayExpression') return places
    places.push(...elementsOf(spread.node, spread.module, depth + 1))
  }
  return places
}

const known = new WeakMap<ObjectExpression, Map<string, Member>>()

/** The last one of a name wins, as it does when the object is made. */
function membersOf(
  object: ObjectExpression,
  module: Module,
  depth: number,
): ReadonlyMap<string, Member> {
  const members = known.get(object) ?? new Map<string, Member>()
  if (known.has(object)) return members
  known.set(object, members)
  for (const property of object.properties) {
    for (const [name, member] of writtenBy(property, module, depth)) members.set(name, member)
  }
  return members
}

function writtenBy(
  property: ObjectExpression['properties'][number],
  module: Module,
  depth: number,
): Iterable<readonly [string, Member]> {
  if (property.type === 'SpreadElement') {
    const { node, module: origin } = resolveExpression(
      { node: property.argument, module },
      depth + 1,
    )
    return node.type === 'ObjectExpression' ? membersOf(node, origin, depth + 1) : []
  }
  const name = keyName(property, module)
  if (name === undefined) return []
  const key = { node: property.key, module }
  return property.type === 'ObjectMethod'
    ? [[name, { key }]]
    : [[name, { key, value: { node: property.value as Expression, module } }]]
}

function keyName({ key, computed }: ObjectProperty | ObjectMethod, module: Module) {
  if (key.type === 'Identifier' && !computed) return key.name
  const { node } = resolveExpression({ node: key as Expression, module })
  return node.type === 'StringLiteral' || node.type === 'NumericLiteral'
    ? String(node.value)
    : undefined
}
