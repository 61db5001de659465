// The text of a system.config.json → its data, or the places of its syntax errors.
import type { Message } from 'esbuild'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { bundleFault } from './bundle-fault.ts'
import { duplicateKeys } from './duplicate-keys.ts'
import { sourceOf } from './sources.ts'
import { type ToData, toData } from './to-data.ts'

export async function parseJsonConfig(file: string, text: string): Promise<ToData> {
  try {
    const value: unknown = JSON.parse(text)
    const { data, diagnostics } = toData(value)
    if (keysWritten(text) === keysRead(value)) return { data, diagnostics }
    return { data, diagnostics: [...(await duplicates(file, text)), ...diagnostics] }
  } catch {
    return { data: null, diagnostics: await syntaxErrors(file, text) }
  }
}

const keysWritten = (text: string): number =>
  [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined).length

/** However deep they are. */
function keysRead(root: unknown): number {
  const open = [root]
  let count = 0
  while (open.length > 0) {
    const value = open.pop()
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value)) count += Object.keys(value).length
    for (const nested of Object.values(value)) open.push(nested)
  }
  return count
}

async function duplicates(file: string, text: string): Promise<Diagnostic[]> {
  const { transform } = await import('esbuild')
  const { warnings } = await transform(text, {
    loader: 'json',
    sourcefile: file,
    logLevel: 'silent',
  })
  return duplicateKeys(warnings, file, new Map([[file, sourceOf(text)]]))
}

/** `JSON.parse` does not always say where; esbuild, which knows JSON as well, does. */
async function syntaxErrors(file: string, text: string): Promise<Diagnostic[]> {
  if (text.trim() === '') return [error('syntax-error', [], 'the config is empty', { help: start })]
  const { transform } = await import('esbuild')
  try {
    await transform(text, { loader: 'json', sourcefile: file, logLevel: 'silent' })
    return [error('syntax-error', [], 'the config is not valid JSON')]
  } catch (failure) {
    const { errors = [] } = failure as { errors?: Message[] }
    return errors.map((message) => bundleFault(message, file, text))
  }
}

const start = 'begin with `{ "app": { … }, "version": "…", "scaling": { … } }`'
