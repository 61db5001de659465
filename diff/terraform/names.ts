// A configuration → what the names in its expressions stand for. What a resource's attribute is, only
// the caller can say, since it depends on what becomes of the resource.
import { type Names, stepped, textOf } from '../expression/evaluate.ts'
import { encoded, type Fields, isFields, unknown, type Value } from '../expression/value.ts'
import type { Configuration } from './configuration.ts'
import { bodyOf, valued } from './instances.ts'

/** The value of an attribute of a resource's instance; without a key, of the only one. */
export type Attribute = (type: string, label: string, steps: readonly Value[]) => Value

const workspace = 'default'

export function namesOf(configuration: Configuration, attribute: Attribute): Names {
  const locals = new Map<string, Value>()
  const local = (name: string): Value => {
    const known = locals.get(name)
    if (known !== undefined) return known
    const value = valued(configuration.locals[name] ?? null, names)
    locals.set(name, value)
    return value
  }
  const names: Names = (root, [first = null, ...rest]) => {
    const name = textOf(first)
    if (root === 'local') return stepped(local(name), rest)
    if (root === 'var') return stepped(variable(configuration, name), rest)
    if (root === 'terraform') return name === 'workspace' ? workspace : unknown(`terraform.${name}`)
    if (root === 'path') return '.'
    if (root === 'data') return dataSource(configuration, name, rest, names)
    if (root.endsWith('()')) return called(configuration, root, [first, ...rest])
    return isFields(bodyOf(configuration, root, name))
      ? attribute(root, name, rest)
      : unknown(`${root}.${[first, ...rest].map(textOf).join('.')}`)
  }
  return names
}

/** A variable without default is what its user gives to it, the same today as tomorrow. */
function variable({ variable: all }: Configuration, name: string): Value {
  const one = all[name]
  return isFields(one) && one.default !== undefined ? one.default : unknown(`var.${name}`)
}

/** It answers the same as long as it is asked the same. */
function dataSource(
  { data }: Configuration,
  type: string,
  [label = null, ...rest]: readonly Value[],
  names: Names,
): Value {
  const { lifecycle: _, ...asked } = stepped(data, [type, label]) as Fields
  const answer = unknown(`data.${type}.${textOf(label)} ${encoded(valued(asked, names))}`)
  return stepped(answer, rest)
}

/** A file that a function reads is known by its content. */
function called({ files }: Configuration, name: string, given: readonly Value[]): Value {
  const read = given.flatMap((one) => files.get(textOf(one).replace(/^\.\//, '')) ?? [])
  return unknown(`${name.slice(0, -1)}${[...given.map(encoded), ...read].join(',')})`)
}
