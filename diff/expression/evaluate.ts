// An expression and what its names stand for → its value. What a function does that we don't know
// is told apart by what it was given.
import type { Expression, For } from './expression.ts'
import { functions } from './functions.ts'
import { UnreadExpression } from './tokens.ts'
import { encoded, type Fields, isFields, isList, isUnknown, unknown, type Value } from './value.ts'

/** The first name of a reference and the steps behind it → its value. A function that is not computed
 * here is a name too: `f()`, and the steps are what it is given. */
export type Names = (root: string, steps: readonly Value[]) => Value

export function evaluate(expression: Expression, names: Names): Value {
  const of = (inner: Expression) => evaluate(inner, names)
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'template':
      return expression.parts.map((part) => textOf(of(part))).join('')
    case 'name':
    case 'member':
    case 'index':
      return reference(expression, names)
    case 'call':
      return call(expression.name, expression.given.map(of), names)
    case 'not':
      return negated(of(expression.of))
    case 'minus':
      return -Number(of(expression.of))
    case 'binary':
      return compared(expression.operator, of(expression.left), of(expression.right))
    case 'choice':
      return chosen(expression, of)
    case 'list':
      return expression.items.map(of)
    case 'object':
      return Object.fromEntries(
        expression.entries.map(([key, value]) => [String(of(key)), of(value)]),
      )
    case 'for':
      return looped(expression, names)
  }
}

/** A condition that is not known makes everything behind it unknown, but not unequal. */
function chosen({ condition, yes, no }: Extract<Expression, { kind: 'choice' }>, of: Of): Value {
  const decided = of(condition)
  if (isUnknown(decided)) return unknown(encoded([decided, of(yes), of(no)]))
  return of(isTrue(decided) ? yes : no)
}

type Of = (inner: Expression) => Value

const isTrue = (value: Value): boolean => value === true || value === 'true'

const negated = (value: Value): Value =>
  isUnknown(value) ? unknown(`not ${textOf(value)}`) : !isTrue(value)

export const textOf = (value: Value): string =>
  typeof value === 'object' && value !== null ? unknown(encoded(value)) : String(value ?? '')

type Reference = Extract<Expression, { kind: 'name' | 'member' | 'index' }>

function reference(expression: Reference, names: Names): Value {
  const steps: Value[] = []
  let at: Expression = expression
  while (at.kind === 'member' || at.kind === 'index') {
    steps.unshift(at.kind === 'member' ? at.name : evaluate(at.at, names))
    at = at.of
  }
  if (at.kind === 'name') return names(at.name, steps)
  return stepped(evaluate(at, names), steps)
}

/** What lies below a value; below what is not known nothing is. */
export function stepped(value: Value, steps: readonly Value[]): Value {
  const [step, ...rest] = steps
  if (step === undefined) return value
  if (isUnknown(value)) return unknown(`${textOf(value)}.${steps.map(textOf).join('.')}`)
  const below = isList(value) ? value[Number(step)] : isFields(value) ? value[textOf(step)] : null
  return stepped(below ?? null, rest)
}

const call = (name: string, given: readonly Value[], names: Names): Value =>
  functions[name]?.(...given) ?? names(`${name}()`, given)

function compared(operator: string, left: Value, right: Value): Value {
  if (isUnknown(left) || isUnknown(right)) {
    return unknown(`${encoded(left)}${operator}${encoded(right)}`)
  }
  const comparison = comparisons[operator]
  if (comparison === undefined) throw new UnreadExpression(`operator ${operator}`)
  return comparison(left, right)
}

const comparisons: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  '==': (left, right) => encoded(left) === encoded(right),
  '!=': (left, right) => encoded(left) !== encoded(right),
  '<': (left, right) => Number(left) < Number(right),
  '>': (left, right) => Number(left) > Number(right),
  '<=': (left, right) => Number(left) <= Number(right),
  '>=': (left, right) => Number(left) >= Number(right),
  '&&': (left, right) => isTrue(left) && isTrue(right),
  '||': (left, right) => isTrue(left) || isTrue(right),
  '+': (left, right) => Number(left) + Number(right),
  '-': (left, right) => Number(left) - Number(right),
  '*': (left, right) => Number(left) * Number(right),
  '/': (left, right) => Number(left) / Number(right),
  '%': (left, right) => Number(left) % Number(right),
}

function looped(loop: For, names: Names): Value {
  const over = evaluate(loop.over, names)
  if (!isList(over) && !isFields(over)) return unknown(`for ${encoded(over)}`)
  const rounds = Object.entries(over).map(([key, value]): Names => {
    const own = isList(over) ? Number(key) : key
    return bound(names, loop.names, own, value)
  })
  const taken = rounds.filter((own) => !loop.when || isTrue(evaluate(loop.when, own)))
  const { key } = loop
  if (key === undefined) return taken.map((own) => evaluate(loop.value, own))
  return Object.fromEntries(
    taken.map((own) => [textOf(evaluate(key, own)), evaluate(loop.value, own)]),
  ) as Fields
}

function bound(
  names: Names,
  [first = '', second]: readonly string[],
  key: Value,
  value: Value,
): Names {
  const own = new Map(
    second === undefined
      ? [[first, value]]
      : [
          [first, key],
          [second, value],
        ],
  )
  return (root, steps) => {
    const known = own.get(root)
    return known === undefined ? names(root, steps) : stepped(known, steps)
  }
}
