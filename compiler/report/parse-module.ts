// A source file → its syntax tree. Only reports need one, so the parser is loaded by them alone.
import { parse, parseExpression } from '@babel/parser'
import type { Expression, Program, Statement } from '@babel/types'
import type { Sources } from '../load/sources.ts'

export type Module = { file: string; program: Program; sources: Sources }

const parsed = new WeakMap<Sources, Map<string, Module | undefined>>()

export function parseModule(file: string, sources: Sources): Module | undefined {
  const known = parsed.get(sources) ?? new Map<string, Module | undefined>()
  parsed.set(sources, known)
  if (!known.has(file)) known.set(file, parseFile(file, sources))
  return known.get(file)
}

function parseFile(file: string, sources: Sources): Module | undefined {
  const text = sources.get(file)
  if (text === undefined) return undefined
  try {
    const parseText = file.endsWith('.json') ? parseJson : parseTypeScript
    return { file, program: parseText(text), sources }
  } catch {
    return undefined
  }
}

const parseTypeScript = (text: string): Program =>
  parse(text, { sourceType: 'module', errorRecovery: true, plugins: ['typescript'] }).program

/** As a program of one expression, so that a JSON file is walked like any other. */
function parseJson(text: string): Program {
  const expression: Expression = parseExpression(text)
  const statement = { type: 'ExpressionStatement', expression } as Statement
  return { type: 'Program', body: [statement] } as Program
}
