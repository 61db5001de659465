// An expression → the object or array literal that it stands for, where that can be read off the
// source: through `defineSystem(…)`, casts, constants of the same file and of imported ones.
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Expression, ImportDeclaration, Program } from '@babel/types'
import { type Module, parseModule } from './parse-module.ts'

export type Place = { node: Expression; module: Module }

const deepest = 20

export function resolveExpression(place: Place, depth = 0): Place {
  const inner = depth < deepest ? unwrap(place) : undefined
  return inner === undefined ? place : resolveExpression(inner, depth + 1)
}

function unwrap({ node, module }: Place): Place | undefined {
  switch (node.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'ParenthesizedExpression':
      return { node: node.expression, module }
    case 'CallExpression': {
      const [argument] = node.arguments
      const isDefine = node.callee.type === 'Identifier' && node.callee.name === 'defineSystem'
      return isDefine && argument ? { node: argument as Expression, module } : undefined
    }
    case 'Identifier':
      return constant(node.name, module) ?? imported(node.name, module)
    default:
      return undefined
  }
}

function constant(name: string, module: Module): Place | undefined {
  const value = declarations(module.program).get(name)
  return value && { node: value, module }
}

function declarations(program: Program): Map<string, Expression> {
  const statements = program.body.map((statement) =>
    statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement,
  )
  const declarators = statements.flatMap((statement) =>
    statement?.type === 'VariableDeclaration' && statement.kind === 'const'
      ? statement.declarations
      : [],
  )
  return new Map(
    declarators.flatMap(({ id, init }) =>
      id.type === 'Identifier' && init ? [[id.name, init] as const] : [],
    ),
  )
}

function imported(name: string, module: Module): Place | undefined {
  for (const statement of module.program.body) {
    if (statement.type !== 'ImportDeclaration') continue
    const exportedName = importedName(statement, name)
    const target = exportedName && importedModule(statement.source.value, module)
    if (exportedName && target) return exportOf(target, exportedName)
  }
  return undefined
}

function importedName(statement: ImportDeclaration, local: string): string | undefined {
  const specifier = statement.specifiers.find((one) => one.local.name === local)
  if (specifier?.type === 'ImportDefaultSpecifier') return 'default'
  if (specifier?.type !== 'ImportSpecifier') return undefined
  const { imported } = specifier
  return imported.type === 'Identifier' ? imported.name : imported.value
}

function importedModule(specifier: string, module: Module): Module | undefined {
  if (!specifier.startsWith('.')) return undefined
  const base = resolve(dirname(module.file), specifier)
  const stem = base.replace(/\.([cm]?)js$/, '.$1ts')
  const candidates = [base, stem, `${base}.ts`, `${base}.js`, `${base}/index.ts`]
  const file = candidates.find(
    (candidate) => module.sources.has(candidate) && existsSync(candidate),
  )
  return file === undefined ? undefined : parseModule(file, module.sources)
}

function exportOf(module: Module, name: string): Place | undefined {
  if (name !== 'default') return constant(name, module)
  const [first] = module.program.body
  if (module.file.endsWith('.json')) {
    return first?.type === 'ExpressionStatement' ? { node: first.expression, module } : undefined
  }
  const statement = module.program.body.find((one) => one.type === 'ExportDefaultDeclaration')
  return statement?.type === 'ExportDefaultDeclaration'
    ? { node: statement.declaration as Expression, module }
    : undefined
}
