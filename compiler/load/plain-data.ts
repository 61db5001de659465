// The text of a config that only writes data down → that data, without running it: imports from
// `immuc`, constants, and a default export. Each of the few forms that are known here means the same in
// TypeScript and in JavaScript. Undefined for a text with anything else in it, right or wrong:
// another way has to read that one.
import * as immuc from '../../schema/define-system.ts'
import { plainTokens } from './plain-tokens.ts'
import { plainValue } from './plain-value.ts'
import {
  any,
  isReserved,
  leave,
  need,
  next,
  ownName,
  type Reader,
  takes,
  unquoted,
} from './plain-words.ts'
import { type Data, toData } from './to-data.ts'

export function plainData(text: string, isTypeScript: boolean): Data | undefined {
  try {
    const tokens = plainTokens(text)
    if (tokens === undefined) return undefined
    const reader: Reader = { tokens, isTypeScript, at: 0, known: new Map(), copied: 0 }
    const { data, diagnostics } = toData(defaultExport(reader))
    return diagnostics.length > 0 ? undefined : data
  } catch {
    return undefined
  }
}

type Exported = { value: unknown }

function defaultExport(reader: Reader): unknown {
  let exported: Exported | undefined
  while (reader.at < reader.tokens.length) {
    if (takes(reader, 'import')) importNames(reader)
    else if (takes(reader, 'export')) exported = exportOne(reader, exported)
    else if (takes(reader, 'const')) constant(reader)
    else need(reader, ';')
  }
  return exported ? exported.value : leave()
}

function exportOne(reader: Reader, before: Exported | undefined): Exported | undefined {
  if (takes(reader, 'const')) {
    constant(reader)
    return before
  }
  need(reader, 'default')
  return before ? leave() : { value: statement(reader) }
}

function importNames(reader: Reader): void {
  const areTypes = reader.isTypeScript && takes(reader, 'type')
  need(reader, '{')
  while (!takes(reader, '}')) {
    importName(reader, areTypes)
    if (!next(reader, '}')) need(reader, ',')
  }
  need(reader, 'from')
  if (unquoted(any(reader, 'text')) !== 'immuc') leave()
  endStatement(reader)
}

function importName(reader: Reader, isType: boolean): void {
  const first = any(reader, 'name')
  const isMarked =
    reader.isTypeScript && first === 'type' && reader.tokens[reader.at]?.kind === 'name'
  const name = isMarked ? any(reader, 'name') : first
  const local = takes(reader, 'as') ? any(reader, 'name') : name
  const found = Object.entries(immuc).find(([own]) => own === name)
  bind(reader, local, isType || isMarked ? undefined : found?.[1])
}

function constant(reader: Reader): void {
  const name = any(reader, 'name')
  if (reader.isTypeScript && takes(reader, ':')) ownName(reader)
  need(reader, '=')
  bind(reader, name, statement(reader))
}

function bind({ known }: Reader, name: string, value: unknown): void {
  if (isReserved(name) || known.has(name)) leave()
  known.set(name, value)
}

function statement(reader: Reader): unknown {
  const value = plainValue(reader)
  endStatement(reader)
  return value
}

/** What follows can't be a part of the statement before. */
function endStatement(reader: Reader): void {
  const token = reader.tokens[reader.at]
  if (token === undefined || takes(reader, ';')) return
  if (!token.isFirstInLine || !/^(import|export|const)$/.test(token.written)) leave()
}
