// A module and the name of an export → the expression that it stands for, as far as that can be
// read off the source: constants, of the module itself or handed on from another one.
import type { Expression, ImportDeclaration, Program, Statement } from '@babel/types'
import { type Module, parseModule } from './parse-module.ts'

export type Place = { node: Expression; module: Module }

const deepest = 20

export function exportOf(module: Module, name: string, depth = 0): Place | undefined {
  const [first] = module.program.body
  if (module.file.endsWith('.json')) {
    const isWhole = name === 'default' && first?.type === 'ExpressionStatement'
    return isWhole ? { node: first.expression, module } : undefined
  }
  for (const statement of module.program.body) {
    const place = exported(statement, name, module, depth)
    if (place !== undefined) return place
  }
  return name === 'default' ? undefined : constantOf(name, module)
}

function exported(
  statement: Statement,
  name: string,
  module: Module,
  depth: number,
): Place | undefined {
  if (statement.type === 'ExportDefaultDeclaration' && name === 'default') {
    return { node: statement.declaration as Expression, module }
  }
  if (statement.type !== 'ExportNamedDeclaration' || depth > deepest) return undefined
  for (const specifier of statement.specifiers) {
    if (specifier.type !== 'ExportSpecifier' || nameOf(specifier.exported) !== name) continue
    const { local } = specifier
    if (!statement.source) return meaningOf(local.name, module)
    const source = moduleAt(statement.source.value, module)
    return source && exportOf(source, local.name, depth + 1)
  }
  return undefined
}

/** What a name means in a module: one of its own constants, or an imported one. */
export const meaningOf = (name: string, module: Module): Place | undefined =>
  constantOf(name, module) ?? imported(name, module)

function constantOf(name: string, module: Module): Place | undefined {
  const node = constantsOf(module.program).get(name)
  return node && { node, module }
}

const constants = new WeakMap<Program, Map<string, Expression>>()

function constantsOf(program: Program): Map<string, Expression> {
  const known = constants.get(program) ?? new Map(program.body.flatMap(declaredConstants))
  constants.set(program, known)
  return known
}

function declaredConstants(statement: Statement): (readonly [string, Expression])[] {
  const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
  if (declared?.type !== 'VariableDeclaration' || declared.kind !== 'const') return []
  return declared.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' && init ? [[id.name, init] as const] : [],
  )
}

function imported(name: string, module: Module): Place | undefined {
  const { source, exportName } = importOf(name, module) ?? {}
  const target = source && moduleAt(source, module)
  return target && exportName !== undefined ? exportOf(target, exportName) : undefined
}

/** Where an imported name comes from, and how it is called there. */
export function importOf(
  local: string,
  module: Module,
): { source: string; exportName: string } | undefined {
  for (const statement of module.program.body) {
    if (statement.type !== 'ImportDeclaration') continue
    const exportName = importedName(statement, local)
    if (exportName !== undefined) return { source: statement.source.value, exportName }
  }
  return undefined
}

function importedName(statement: ImportDeclaration, local: string): string | undefined {
  const specifier = statement.specifiers.find((one) => one.local.name === local)
  if (specifier?.type === 'ImportDefaultSpecifier') return 'default'
  return specifier?.type === 'ImportSpecifier' ? nameOf(specifier.imported) : undefined
}

type Name = { type: 'Identifier'; name: string } | { type: 'StringLiteral'; value: string }

const nameOf = (node: Name): string => (node.type === 'Identifier' ? node.name : node.value)

/** Only what is the user's own; packages are nobody's place to mend. */
function moduleAt(specifier: string, { file, sources }: Module): Module | undefined {
  const target = sources.get(file)?.imports.get(specifier)
  return target === undefined ? undefined : parseModule(target, sources)
}
