// A config file → one CommonJS script with all that it imports, its source map, and the sources.
// Everything but Node's own modules is bundled, so that a config evaluates the same wherever it is.
import { readFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Message, Plugin } from 'esbuild'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import type { Sources } from './sources.ts'

export type Bundle = { code: string; sourceMap: string; sources: Sources }

export async function bundleConfig(configPath: string): Promise<Bundle | Diagnostic[]> {
  const { build } = await import('esbuild')
  const sources = new Map<string, string>()
  try {
    const result = await build({
      entryPoints: [configPath],
      absWorkingDir: dirname(configPath),
      outfile: `${configPath}.cjs`,
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      external: ['immuc', '*.node'],
      sourcemap: 'external',
      sourcesContent: false,
      logLevel: 'silent',
      define: {
        'import.meta.url': '__importMetaUrl',
        'import.meta.filename': '__importMetaFilename',
        'import.meta.dirname': '__importMetaDirname',
      },
      plugins: [rememberSources(sources)],
    })
    const [sourceMap, code] = result.outputFiles
    return { code: code?.text ?? '', sourceMap: sourceMap?.text ?? '', sources }
  } catch (failure) {
    const messages = (failure as { errors?: Message[] }).errors
    if (!Array.isArray(messages)) throw failure
    return messages.map((message) => bundleFault(message, configPath, sources))
  }
}

/** Keeps the text of the user's own files, for reports, and gives each its `import.meta`. */
function rememberSources(sources: Map<string, string>): Plugin {
  return {
    name: 'remember-sources',
    setup(pluginBuild) {
      pluginBuild.onLoad({ filter: /\.[cm]?[jt]sx?$|\.json$/ }, async ({ path }) => {
        if (path.includes('/node_modules/')) return undefined
        const text = await readFile(path, 'utf8')
        sources.set(path, text)
        return { contents: importMeta(path, text) + text, loader: loaderOf(path) }
      })
    },
  }
}

/** On the first line, so that every line keeps its number. */
function importMeta(path: string, text: string): string {
  if (!text.includes('import.meta')) return ''
  const values = {
    __importMetaUrl: pathToFileURL(path).href,
    __importMetaFilename: path,
    __importMetaDirname: dirname(path),
  }
  return Object.entries(values)
    .map(([name, value]) => `const ${name}=${JSON.stringify(value)};`)
    .join('')
}

function loaderOf(path: string): 'json' | 'ts' | 'tsx' | 'jsx' {
  if (path.endsWith('.json')) return 'json'
  if (path.endsWith('.tsx')) return 'tsx'
  return /\.[cm]?ts$/.test(path) ? 'ts' : 'jsx'
}

function bundleFault(message: Message, configPath: string, sources: Sources): Diagnostic {
  const missing = message.text.match(/^Could not resolve "(.*)"/)?.[1]
  const place = message.location && {
    span: {
      file: resolve(dirname(configPath), message.location.file),
      line: message.location.line,
      // esbuild counts columns from 0 and in bytes.
      column: utf16Column(message.location.lineText, message.location.column),
      length: Math.max(1, message.location.length),
    },
  }
  if (missing !== undefined) {
    return error('import-not-found', [], `the import \`${missing}\` can't be found`, {
      ...place,
      label: 'imported here',
      help: missing.startsWith('.')
        ? 'check the path; it is relative to the file that imports it'
        : `install the package, with \`npm install ${packageName(missing)}\``,
    })
  }
  if (sources.size === 0 && !place) {
    return error('config-unreadable', [], `the config can't be read: ${message.text}`)
  }
  const file = relative(dirname(configPath), place?.span.file ?? configPath)
  return error('syntax-error', [], `\`${file}\` can't be parsed: ${message.text}`, { ...place })
}

const utf16Column = (line: string, byteColumn: number): number =>
  Buffer.from(line, 'utf8').subarray(0, byteColumn).toString('utf8').length + 1

const packageName = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
