// The habits of the code as rules over one source file, each with files that break it.
import ts from 'typescript'
import { roomOf } from './rooms.ts'
import { lineOf, nodesOf, type Source } from './sources.ts'

export type Habit = {
  rule: string
  /** What follows the file's path in a report: nothing, or `:line what`. */
  faultsIn: (source: Source) => string[]
  breaks: readonly (readonly [path: string, text: string])[]
}

const mostLines = 200
const mostFunctionLines = 40

const isTest = (path: string): boolean => /^(test|app\/test|cloud\/test)\//.test(path)
/** What users write, or a line that only starts the command. */
const isForeign = (path: string): boolean => ['examples', 'bin'].includes(roomOf(path))

const at = (source: Source, node: ts.Node, what: string): string =>
  `:${lineOf(source, node.getStart())} ${what}`

const where =
  (applies: (path: string) => boolean, faultsIn: Habit['faultsIn']): Habit['faultsIn'] =>
  (source) =>
    applies(source.path) ? faultsIn(source) : []

const nodesWhere =
  (isFault: (node: ts.Node) => boolean, what: string): Habit['faultsIn'] =>
  (source) =>
    nodesOf(source)
      .filter(isFault)
      .map((node) => at(source, node, what))

const isFunction = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) && 'body' in node && node.body !== undefined

/** A function inside another one counts as one of its own. */
function longFunctions(source: Source): string[] {
  return nodesOf(source)
    .filter(isFunction)
    .map((node) => ({ node, lines: linesOf(source, node) - linesBelow(source, node) }))
    .filter(({ lines }) => lines > mostFunctionLines)
    .map(({ node, lines }) => at(source, node, `function of ${lines} lines`))
}

/** The lines of nested functions, but for the first of each, which stands in the outer one. */
function linesBelow(source: Source, node: ts.Node): number {
  let lines = 0
  ts.forEachChild(node, (child) => {
    lines += isFunction(child) ? linesOf(source, child) - 1 : linesBelow(source, child)
  })
  return lines
}

const linesOf = (source: Source, node: ts.Node): number =>
  lineOf(source, node.end) - lineOf(source, node.getStart()) + 1

function isForeignClass(node: ts.Node): boolean {
  if (!ts.isClassLike(node)) return false
  const parents = node.heritageClauses?.flatMap(({ types }) =>
    types.map(({ expression }) => expression.getText()),
  )
  return !parents?.some((name) => name.endsWith('Error'))
}

const isReExportOfAll = (node: ts.Node): boolean =>
  ts.isExportDeclaration(node) && node.exportClause === undefined

/** Names through which code sees more than its arguments. */
const ambient = [
  ...['process', 'globalThis', 'global', 'navigator', 'Date', 'performance', 'Intl'],
  ...['crypto', 'fetch', 'setTimeout', 'setInterval', 'setImmediate'],
]
/** Methods whose answer depends on chance or on the machine's locale. */
const unsteady = /^(random|localeCompare|toLocale\w*)$/

function isAmbient(node: ts.Node): boolean {
  if (!ts.isIdentifier(node)) return false
  const { parent } = node
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node
  if (isMember) return unsteady.test(node.text)
  const isKey = ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)
  return (
    ambient.includes(node.text) && !(isKey && parent.name === node) && !ts.isImportSpecifier(parent)
  )
}

/** Rooms of which every answer follows from the arguments alone. */
const isPure = (path: string): boolean =>
  /^(schema|targets|compiler)\//.test(path) && !/^compiler\/(load|write|remember)\//.test(path)

export const habits: readonly Habit[] = [
  {
    rule: 'a file opens with a comment that says what it is for',
    faultsIn: where(
      (path) => !isForeign(path),
      ({ text }) => (/^(\/\/|\/\*) ?\S/.test(text) ? [] : [' has no comment']),
    ),
    breaks: [['compiler/a.ts', "import './b.ts'\n// late\n"]],
  },
  {
    rule: `a file has at most ${mostLines} lines`,
    faultsIn: where(
      (path) => !isTest(path),
      ({ text }) => (text.split('\n').length - 1 > mostLines ? [' is too long'] : []),
    ),
    breaks: [['cli/a.ts', '// one\n'.repeat(mostLines + 1)]],
  },
  {
    rule: `a function has at most ${mostFunctionLines} lines`,
    faultsIn: where((path) => !isTest(path), longFunctions),
    breaks: [
      ['cli/a.ts', `function long() {\n${'// \n'.repeat(mostFunctionLines)}}`],
      ['cli/a.ts', `const long = () => ({\n${'a,\n'.repeat(mostFunctionLines)}})`],
    ],
  },
  {
    rule: 'a file is named for what it exports',
    faultsIn: ({ path }) =>
      /(^|\/)(index|utils?|helpers?|common|misc|shared)\.[cm]?[jt]s$/.test(path)
        ? [' says nothing']
        : [],
    breaks: [
      ['compiler/model/index.ts', ''],
      ['cli/utils.ts', ''],
      ['test/support/helpers.ts', ''],
    ],
  },
  {
    rule: 'a file name is in kebab-case',
    faultsIn: ({ path }) =>
      /^([a-z0-9-]+\/)*[a-z0-9-]+((\.alone|\.machine)?\.test|\.config)?\.[cm]?[jt]s$/.test(path)
        ? []
        : [' is not'],
    breaks: [['compiler/imageName.ts', '']],
  },
  {
    rule: 'nothing is re-exported wholesale',
    faultsIn: nodesWhere(isReExportOfAll, 'export *'),
    breaks: [['compiler/a.ts', "export * from './b.ts'"]],
  },
  {
    rule: 'there is no enum',
    faultsIn: nodesWhere(ts.isEnumDeclaration, 'enum'),
    breaks: [['compiler/a.ts', 'enum Kind { One }']],
  },
  {
    rule: 'there is no class but errors',
    faultsIn: nodesWhere(isForeignClass, 'class'),
    breaks: [
      ['compiler/a.ts', 'class System {}'],
      ['compiler/a.ts', 'const made = class extends Map {}'],
    ],
  },
  {
    rule: 'a pure room sees no clock, no chance, no locale and no environment',
    faultsIn: where(isPure, nodesWhere(isAmbient, 'is not given as an argument')),
    breaks: [
      ['targets/readme/emit.ts', 'const now = new Date()'],
      ['targets/readme/emit.ts', 'const token = process.env.TOKEN'],
      ['targets/readme/emit.ts', 'const id = Math.random()'],
      ['targets/readme/emit.ts', 'const id = crypto.randomUUID()'],
      ['targets/readme/emit.ts', 'const money = (1.5).toLocaleString()'],
      ['compiler/report/report.ts', 'const order = a.localeCompare(b)'],
      ['compiler/resolve/resolve.ts', 'const { env } = globalThis.process'],
    ],
  },
]
