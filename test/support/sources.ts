// The repository's own source files with their syntax trees, and what can be read off a tree.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import ts from 'typescript'
import { root } from './root.ts'

export type Source = { path: string; text: string; tree: ts.SourceFile }

const skipped = ['node_modules', 'dist', '.git', 'expected']

/** Configs that stand for a user's, some of them wrong on purpose. */
const isTestConfig = (path: string): boolean => /^test\/(cases|invalid)\//.test(path)

/** Every file with code in it below the repository, generated ones left out. */
export const sources: readonly Source[] = listed('')
  .filter((path) => /\.[cm]?[jt]s$/.test(path) && !/\.gen\./.test(path) && !isTestConfig(path))
  .map((path) => sourceOf(path, readFileSync(join(root, path), 'utf8')))

export function sourceOf(path: string, text: string): Source {
  return { path, text, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) }
}

function listed(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name)
    if (entry.isDirectory()) return skipped.includes(entry.name) ? [] : listed(path)
    return entry.isFile() ? [path] : []
  })
}

export function nodesOf({ tree }: Source): ts.Node[] {
  const found: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** What a file imports: a path from the root for its own repository, a name for anything else. */
export function importsOf(source: Source): string[] {
  return nodesOf(source)
    .flatMap((node) => specifier(node) ?? [])
    .map((name) =>
      name.startsWith('.') ? posix.join(posix.normalize(dirname(source.path)), name) : name,
    )
}

function specifier(node: ts.Node): string | undefined {
  const text = (at: ts.Node | undefined) => (at && ts.isStringLiteralLike(at) ? at.text : undefined)
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
    return text(node.moduleSpecifier)
  if (ts.isExternalModuleReference(node)) return text(node.expression)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return text(node.argument.literal)
  }
  const isLoad =
    ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(node.expression) && node.expression.text === 'require'))
  return isLoad ? text(node.arguments[0]) : undefined
}

export const lineOf = ({ tree }: Source, position: number): number =>
  tree.getLineAndCharacterOfPosition(position).line + 1
