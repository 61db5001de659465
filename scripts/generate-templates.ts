// targets/*/*.hbs → functions that fill them, in plain JavaScript: Handlebars' own code for them would
// need its runtime, which takes longer to load than all templates take to fill. Of its language they
// use values, `each`, `if` and `else`; anything else is an error here.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import { root } from '../test/support/root.ts'

type Statement = hbs.AST.Statement
type Expression = hbs.AST.Expression

export function precompiledTemplates(): [string, string][] {
  return readdirSync(join(root, 'targets'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.hbs'))
    .sort()
    .flatMap((path) => {
      const name = `targets/${path.replace(/\.hbs$/, '.template.gen')}`
      const source = readFileSync(join(root, 'targets', path), 'utf8')
      return [
        [`${name}.js`, templateModule(source)],
        [`${name}.d.ts`, declaration],
      ] satisfies [string, string][]
    })
}

const note = '// Generated from the .hbs file beside it by `npm run generate`. Do not edit.\n'

const declaration = `${note}import type { Template } from '../../compiler/serialize/template.ts'
declare const template: Template
export default template
`

const templateModule = (source: string): string =>
  `${note}export default ({ value, list, holds }, it) =>\n  ${textOf(Handlebars.parse(source).body, 'it')}\n`

/** The expression for the text of some statements, with the values of `it`. */
export function textOf(statements: readonly Statement[], it: string): string {
  const parts = statements.map((statement) => partOf(statement, it)).filter((part) => part !== '""')
  return parts.length === 0 ? '""' : parts.join('\n  + ')
}

function partOf(statement: Statement, it: string): string {
  switch (statement.type) {
    case 'ContentStatement':
      return JSON.stringify((statement as hbs.AST.ContentStatement).value)
    case 'MustacheStatement':
      return filledValue(statement as hbs.AST.MustacheStatement, it)
    case 'BlockStatement':
      return blockOf(statement as hbs.AST.BlockStatement, it)
    default:
      throw new Error(`a template has a ${statement.type}`)
  }
}

function filledValue({ path, params }: hbs.AST.MustacheStatement, it: string): string {
  if (params.length > 0) throw new Error('a template has a helper of its own')
  return `value(${argumentsOf(path, it)})`
}

function blockOf({ path, params, program, inverse }: hbs.AST.BlockStatement, it: string): string {
  const { original } = path as hbs.AST.PathExpression
  const [param, ...others] = params
  if (param === undefined || others.length > 0) throw new Error(`${original} with other parameters`)
  const given = argumentsOf(param, it)
  if (original === 'each' && inverse === undefined) {
    const item = `${it}0`
    return `list((${item}) => ${textOf(program.body, item)}, ${given})`
  }
  if (original !== 'if') throw new Error(`a template has a block \`${original}\``)
  return `(holds(${given}) ? ${textOf(program.body, it)} : ${textOf(inverse?.body ?? [], it)})`
}

/** What is around, and the names that lead on from there: none for `this`. */
function argumentsOf(path: Expression | hbs.AST.Literal, it: string): string {
  const { type, parts, depth, data } = path as hbs.AST.PathExpression
  if (type !== 'PathExpression' || depth > 0 || data)
    throw new Error('a template has another value')
  return [it, ...parts.map((part) => JSON.stringify(part))].join(', ')
}
