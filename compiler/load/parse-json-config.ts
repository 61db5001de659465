// The text of a system.config.json → its data, or the places of its syntax errors.
import type { Message } from 'esbuild'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { bundleFault } from './bundle-fault.ts'
import { type ToData, toData } from './to-data.ts'

export async function parseJsonConfig(file: string, text: string): Promise<ToData> {
  try {
    return toData(JSON.parse(text))
  } catch {
    return { data: null, diagnostics: await syntaxErrors(file, text) }
  }
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
    return errors.map((message) => bundleFault(message, file))
  }
}

const start = 'begin with `{ "app": { … }, "version": "…", "scaling": { … } }`'
