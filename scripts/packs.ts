// Chunks that esbuild split → files of CommonJS, each of one chunk or of several that are loaded
// together: to open a file takes longer than to read on, and a name in one's own file costs nothing.
import { basename } from 'node:path'
import { build, type Plugin } from 'esbuild'

export type Chunk = { path: string; code: string; exports: readonly string[] }

export type Pack = {
  /** Of the file, as its first chunk's; the first pack is the entry. */
  path: string
  chunks: readonly Chunk[]
  isKept: boolean
}

/** What is loaded together; `isKept`: it may be started from code that V8 has compiled before. */
export type Group = { paths: ReadonlySet<string>; isKept: boolean }

export function packsOf(chunks: ReadonlyMap<string, Chunk>, groups: readonly Group[]): Pack[] {
  const packed = new Set(groups.flatMap(({ paths }) => [...paths]))
  const others = [...chunks.keys()].filter((path) => !packed.has(path))
  const alone = others.map((path) => ({ paths: new Set([path]), isKept: false }))
  return [...groups, ...alone].flatMap(({ paths, isKept }) => {
    const inside = [...paths].flatMap((path) => chunks.get(path) ?? [])
    const [first] = inside
    return first ? [{ path: first.path, chunks: inside, isKept }] : []
  })
}

export async function packText(pack: Pack, packs: readonly Pack[]): Promise<string> {
  const code = await bundled(pack)
  return pack === packs[0] ? entryText(code, packs) : `require = require('../immuc.cjs');\n${code}`
}

/** Chunk → file. */
const filesOf = (packs: readonly Pack[]): Record<string, string> =>
  Object.fromEntries(
    packs.flatMap(({ path, chunks }) =>
      chunks.map((chunk) => [basename(chunk.path), basename(path)]),
    ),
  )

/** What a chunk asks for is a chunk, or a module of Node's or a package. What is kept may be started
 * otherwise than by Node. Around the code there is a function in brackets, or none: any other V8 parses
 * twice, the first time only to find its end. */
const entryText = (code: string, packs: readonly Pack[]): string => {
  const nameOf = ({ path }: Pack) => basename(path)
  const [entry] = packs.map(nameOf)
  const kept = packs.filter(({ isKept }) => isKept).map(nameOf)
  return `#!/usr/bin/env node
'use strict';
const files = ${JSON.stringify(filesOf(packs))};
const entry = { exports: {} };
const started = { '${entry}': entry };
const compiled = {};
function start(file) {
  const run = compiled[file];
  if (run === undefined) return { exports: require('./chunks/' + file) };
  const module = { exports: {} };
  run(module.exports, () => load, module);
  return module;
}
function load(path) {
  if (!path.startsWith('.')) return require(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  const file = files[name];
  started[file] ??= start(file);
  return started[file].exports[name];
}
function startCompiled(compile) {
  const names = ${JSON.stringify(kept)};
  for (const [index, run] of compile(names.map((name) => __dirname + '/chunks/' + name)).entries()) {
    compiled[names[index]] = run;
  }
}
module.exports = load;
(function (require, module) {${code}})(load, entry);
`
}

async function bundled(pack: Pack): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: exportsOf(pack) },
    bundle: true,
    write: false,
    plugins: [onlyInside(pack)],
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    // V8 reads over a function until it is called, but takes an arrow apart twice. Not for the code of
    // others: in an arrow there may be a `super`.
    supported: { arrow: !pack.isKept },
    // With the names of functions as they are: a stack is there to be read.
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'warning',
    legalComments: 'none',
  })
  return outputFiles[0]?.text ?? ''
}

/** By chunk; as plain objects, since the getters of a module's namespace are slow when they are new. */
function exportsOf({ chunks }: Pack): string {
  const parts = chunks.map(({ path, exports }, index) => {
    const local = (name: string) => `${name}_${index}`
    const imports = exports.map((name) => `${name} as ${local(name)}`)
    const members = exports.map((name) => `${name}: ${local(name)}`)
    return {
      statement: `import { ${imports.join(', ')} } from './${basename(path)}'`,
      entry: `'${basename(path)}': { ${members.join(', ')} }`,
    }
  })
  return [
    ...parts.map(({ statement }) => statement),
    `module.exports = { ${parts.map(({ entry }) => entry).join(', ')} }`,
  ].join('\n')
}

/** What is in no chunk of the pack stays a call of `require`, and so does what is wanted late. */
function onlyInside({ chunks }: Pack): Plugin {
  const inside = new Map(chunks.map(({ path, code }) => [basename(path), code]))
  return {
    name: 'only-inside',
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /.*/ }, ({ path, kind }) => {
        const name = basename(path)
        return path.startsWith('.') && inside.has(name) && kind === 'import-statement'
          ? { path: name, namespace: 'chunk' }
          : { path, external: true }
      })
      pluginBuild.onLoad({ filter: /.*/, namespace: 'chunk' }, ({ path }) => ({
        contents: inside.get(path) ?? '',
        loader: 'js',
      }))
    },
  }
}
