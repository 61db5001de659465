// The files that esbuild made a bundle of, by its own account → the user's own sources among them,
// and what the bundle imports.
import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Metafile } from 'esbuild'
import type { Source, Sources } from './sources.ts'

export type Inputs = Metafile['inputs']

/** What can be parsed for a report. */
export const parsed = /\.[cm]?[jt]sx?$|\.json$/

export const isOwn = (folder: string, file: string): boolean =>
  !/(^|[\\/])node_modules[\\/]/.test(relative(folder, file))

/** The absolute paths of all of them, those of other packages too. */
export const filesOf = (inputs: Inputs, folder: string): string[] =>
  Object.keys(inputs)
    .filter((name) => !/^[\w-]{2,}:|^<|^\(/.test(name))
    .map((name) => resolve(folder, name))

export function sourcesOf(
  inputs: Inputs,
  folder: string,
  texts: ReadonlyMap<string, string>,
): Sources {
  return new Map([...texts].map(([file, text]) => [file, source(file, text)]))

  function source(file: string, text: string): Source {
    const imports = inputs[relative(folder, file)]?.imports ?? []
    const found = imports.map(
      ({ original = '', path }) => [original, resolve(folder, path)] as const,
    )
    return { text, imports: new Map(found) }
  }
}

/** The text of a file that nothing has to be done to before esbuild reads it. */
export function plainText(file: string): string | undefined {
  const bytes = readFileSync(file)
  const text = bytes.toString('utf8')
  return isPlain(text) && Buffer.from(text, 'utf8').equals(bytes) ? text : undefined
}

export const isPlain = (text: string): boolean =>
  !text.startsWith('\ufeff') && !text.includes('import.meta')
