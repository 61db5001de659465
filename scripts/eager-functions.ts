// Code and where its functions begin that a run calls → the same code with these in brackets. V8 reads
// over a function until it is called, and then reads it again; one in brackets it compiles at once.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parse } from '@babel/parser'
import { type Node, traverseFast } from '@babel/types'
import { root } from '../test/support/root.ts'

/** By the name of its file, where each function begins that `check` calls on an example. */
export type Called = ReadonlyMap<string, ReadonlySet<number>>

export function calledByCheck(program: string): Called {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-called-'))
  const config = join(root, 'examples/02-database/system.config.ts')
  const run = (command: string, coverage: object = {}) =>
    execFileSync(
      process.execPath,
      [program, command, '--config', config, '--out', join(folder, 'infra')],
      { env: { ...process.env, XDG_CACHE_HOME: join(folder, 'none'), ...coverage } },
    )
  try {
    run('build')
    run('check', { NODE_V8_COVERAGE: join(folder, 'coverage') })
    return calledIn(join(folder, 'coverage'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Coverage = {
  result: { url: string; functions: { ranges: { startOffset: number; count: number }[] }[] }[]
}

function calledIn(folder: string): Called {
  const reports = readdirSync(folder).map(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Coverage,
  )
  return new Map(
    reports.flatMap(({ result }) =>
      result.map(({ url, functions }) => {
        const whole = functions.flatMap(({ ranges }) => ranges.slice(0, 1))
        const called = whole.filter(({ count }) => count > 0)
        return [basename(url), new Set(called.map(({ startOffset }) => startOffset))] as const
      }),
    ),
  )
}

/** Declarations become variables at the beginning, where their functions are known as early as before. */
export function withEagerFunctions(code: string, called: ReadonlySet<number>): string {
  const isCalled = ({ start }: Found) => called.has(start)
  const found = functionsIn(code)
  const names = new Set(found.filter(isCalled).flatMap(({ declared }) => declared ?? []))
  const expressions = found.filter((one) => isCalled(one) && one.declared === undefined)
  const bracketed = edited(
    code,
    expressions.flatMap(({ start, end }) => [
      { start, end: start, text: '(' },
      { start: end, end, text: ')' },
    ]),
  )
  const moved = functionsIn(bracketed).filter(({ declared = '' }) => names.has(declared))
  const variables = moved.map(
    ({ declared, start, end }) => `var ${declared}=(${bracketed.slice(start, end)});`,
  )
  const top = { start: afterDirectives(bracketed), end: afterDirectives(bracketed) }
  return edited(bracketed, [
    { ...top, text: variables.join('') },
    ...moved.map((one) => ({ ...one, text: ';' })),
  ])
}

/** `'use strict'` has to come first. */
const afterDirectives = (code: string): number =>
  parse(code, options).program.directives.at(-1)?.end ?? 0

const options = { allowReturnOutsideFunction: true } as const

/** With its name, if it is declared outside of all others. */
type Found = { start: number; end: number; declared?: string }

function functionsIn(code: string): Found[] {
  const { program } = parse(code, options)
  const outermost = new Set<Node>(program.body)
  const found: Found[] = []
  traverseFast(program, (node) => {
    const place = { start: node.start ?? 0, end: node.end ?? 0 }
    if (node.type === 'FunctionExpression') found.push(place)
    if (node.type === 'FunctionDeclaration' && node.id && outermost.has(node)) {
      found.push({ ...place, declared: node.id.name })
    }
  })
  return found
}

type Edit = { start: number; end: number; text: string }

const edited = (code: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((rest, { start, end, text }) => rest.slice(0, start) + text + rest.slice(end), code)
