// A source file → its syntax tree. Only reports need one, so the parser is loaded by them alone.
import { parse, parseExpression } from '@babel/parser'
import type { Comment, Expression, Program, Statement } from '@babel/types'
import { linesOf, type Sources } from '../load/sources.ts'

export type Module = {
  file: string
  program: Program
  comments: readonly Comment[]
  lines: readonly string[]
  sources: Sources
}

/** A tree of a larger file would take gigabytes. */
const largestLength = 8_000_000

const parsed = new WeakMap<Sources, Map<string, Module | undefined>>()

export function parseModule(file: string, sources: Sources): Module | undefined {
  const known = parsed.get(sources) ?? new Map<string, Module | undefined>()
  parsed.set(sources, known)
  if (!known.has(file)) known.set(file, parseFile(file, sources))
  return known.get(file)
}

/** Of every source that can be parsed. */
export const modulesOf = (sources: Sources): Module[] =>
  [...sources.keys()].flatMap((file) => parseModule(file, sources) ?? [])

function parseFile(file: string, sources: Sources): Module | undefined {
  const text = sources.get(file)?.text
  if (text === undefined || text.length > largestLength) return undefined
  try {
    const tree = (file.endsWith('.json') ? parseJson : parseScript)(text, file)
    return { file, ...tree, lines: linesOf(text), sources }
  } catch {
    return undefined
  }
}

type Parsed = Pick<Module, 'program' | 'comments'>

function parseScript(text: string, file: string): Parsed {
  const plugins = [
    ...(/\.[cm]?tsx?$/.test(file) ? (['typescript'] as const) : []),
    ...(/(\.[cm]?js|x)$/.test(file) ? (['jsx'] as const) : []),
  ]
  const { program, comments } = parse(text, { sourceType: 'module', errorRecovery: true, plugins })
  return { program, comments: comments ?? [] }
}

/** As a program of one expression, so that a JSON file is walked like any other. */
function parseJson(text: string): Parsed {
  const expression: Expression = parseExpression(text)
  const statement = { type: 'ExpressionStatement', expression } as Statement
  return { program: { type: 'Program', body: [statement] } as Program, comments: [] }
}
