// A config file → one CommonJS script with all that it imports, its source map, and the sources.
// Everything but Node's own modules is bundled, so that a config evaluates the same wherever it is.
import { dirname, resolve } from 'node:path'
import type { Message, Plugin } from 'esbuild'
import type { Diagnostic } from '../model/diagnostic.ts'
import { bundleFault } from './bundle-fault.ts'
import { duplicateKeys } from './duplicate-keys.ts'
import { importMeta } from './import-meta.ts'
import { isOwn, parsed, sourcesOf } from './inputs.ts'
import { readText, withoutMark } from './read-text.ts'
import { type Sources, sourceOf } from './sources.ts'

export type Bundle = {
  code: string
  sourceMap: string
  sources: Sources
  diagnostics: Diagnostic[]
  /** Of what can be read, and probably is a mistake. */
  warnings: Diagnostic[]
}

export async function bundleConfig(configPath: string): Promise<Bundle> {
  const { build } = await import('esbuild')
  const folder = dirname(configPath)
  const texts = new Map<string, string>()
  try {
    const { metafile, outputFiles, warnings } = await build({
      entryPoints: [configPath],
      absWorkingDir: folder,
      outfile: `${configPath}.cjs`,
      bundle: true,
      write: false,
      metafile: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      external: ['immuc', '*.node'],
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
      define: importMeta.define,
      plugins: [readTexts(folder, texts), importMeta.plugin],
    })
    const [sourceMap, code] = outputFiles
    const sources = sourcesOf(metafile.inputs, folder, texts)
    return {
      code: code?.text ?? '',
      sourceMap: sourceMap?.text ?? '',
      sources,
      diagnostics: [],
      warnings: duplicateKeys(warnings, configPath, sources),
    }
  } catch (failure) {
    const messages = (failure as { errors?: Message[] }).errors
    if (!Array.isArray(messages)) throw failure
    return failedBundle(messages, configPath, texts)
  }
}

function failedBundle(
  messages: readonly Message[],
  configPath: string,
  texts: ReadonlyMap<string, string>,
): Bundle {
  const textOf = ({ location }: Message) =>
    location ? texts.get(resolve(dirname(configPath), location.file)) : undefined
  const diagnostics = messages.map((message) => bundleFault(message, configPath, textOf(message)))
  const sources = new Map([...texts].map(([file, text]) => [file, sourceOf(text)]))
  return { code: '', sourceMap: '', sources, diagnostics, warnings: [] }
}

/** Keeps the text of the user's own files, for reports. A text that stays as it is is read by esbuild
 * once more: to send it a large one takes far longer. */
function readTexts(folder: string, texts: Map<string, string>): Plugin {
  return {
    name: 'read-texts',
    setup(pluginBuild) {
      pluginBuild.onLoad({ filter: parsed, namespace: 'file' }, async ({ path }) => {
        const raw = await readText(path)
        const text = withoutMark(raw)
        if (isOwn(folder, path)) texts.set(path, text)
        const wanted = importMeta.provide(path, text)
        return wanted === raw ? undefined : { contents: wanted, loader: loaderOf(path) }
      })
    },
  }
}

function loaderOf(path: string): 'json' | 'ts' | 'tsx' | 'js' {
  if (path.endsWith('.json')) return 'json'
  if (path.endsWith('.tsx')) return 'tsx'
  return /\.[cm]?ts$/.test(path) ? 'ts' : 'js'
}
