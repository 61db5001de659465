// Chunks that esbuild split → files of CommonJS, each of one chunk or of several that are loaded
// together: to open a file takes longer than to read on, and a name in one's own file costs nothing.
import { basename } from 'node:path'
import { build, type Plugin } from 'esbuild'

export type Chunk = { path: string; code: string; exports: readonly string[] }

export type Pack = {
  /** Of the file, as its first chunk's; the first pack is the entry. */
  path: string
  chunks: readonly Chunk[]
  keptWith?: string
}

/** What is loaded together. Packs that are kept with the same word can be compiled together, and their
 * compiled code kept; of the others Node takes care. */
export type Group = { paths: ReadonlySet<string>; keptWith?: string }

export function packsOf(chunks: ReadonlyMap<string, Chunk>, groups: readonly Group[]): Pack[] {
  const packed = new Set(groups.flatMap(({ paths }) => [...paths]))
  const others = [...chunks.keys()].filter((path) => !packed.has(path))
  const alone = others.map((path): Group => ({ paths: new Set([path]) }))
  return [...groups, ...alone].flatMap(({ paths, ...rest }) => {
    const inside = [...paths].flatMap((path) => chunks.get(path) ?? [])
    const [first] = inside
    return first ? [{ path: first.path, chunks: inside, ...rest }] : []
  })
}

export async function packText(pack: Pack, packs: readonly Pack[]): Promise<string> {
  const isEntry = pack === packs[0]
  const code = await bundled(pack, isEntry || pack.keptWith !== undefined)
  if (isEntry) return entryText(code, packs)
  return pack.keptWith ? code : `require = require('../immuc.cjs').loadChunk;\n${code}`
}

/** Chunk → file, where that has another name. */
const filesOf = (packs: readonly Pack[]): Record<string, string> =>
  Object.fromEntries(
    packs.flatMap(({ path, chunks }) =>
      chunks.slice(1).map((chunk) => [basename(chunk.path), basename(path)]),
    ),
  )

const entryText = (code: string, packs: readonly Pack[]): string => `#!/usr/bin/env node
'use strict';
let compileWith;
const loadChunk = (${loaderText(packs)})(require, module);
require = loadChunk;
${code}
module.exports.loadChunk = loadChunk;
`

/** What a chunk asks for is a chunk, or a module of Node's or a package. */
const loaderText = (packs: readonly Pack[]): string => `function (require, module) {
  const files = ${JSON.stringify(filesOf(packs))};
  const kept = ${JSON.stringify(keptSets(packs))};
  const started = { '${basename(packs[0]?.path ?? '')}': module };
  const compiled = {};
  let compile;
  let isTogether;
  compileWith = function (how, areTogether) {
    compile = how;
    isTogether = areTogether;
  };
  const start = function (file) {
    const set = kept.find((names) => names.includes(file));
    if (set === undefined) return { exports: require('./chunks/' + file) };
    if (compiled[file] === undefined) {
      const names = isTogether ? set : [file];
      const runs = compile(names.map((name) => __dirname + '/chunks/' + name));
      for (const [index, name] of names.entries()) compiled[name] = runs[index];
    }
    const module = { exports: {} };
    compiled[file](module.exports, load, module);
    return module;
  };
  const load = function (path) {
    if (!path.startsWith('.')) return require(path);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const file = files[name] ?? name;
    started[file] ??= start(file);
    return started[file].exports[name];
  };
  return load;
}`

/** The names of the files that are compiled together. */
function keptSets(packs: readonly Pack[]): string[][] {
  const words = new Set(packs.flatMap(({ keptWith }) => keptWith ?? []))
  return [...words].map((word) =>
    packs.filter(({ keptWith }) => keptWith === word).map(({ path }) => basename(path)),
  )
}

async function bundled(pack: Pack, isOwn: boolean): Promise<string> {
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
    supported: { arrow: !isOwn },
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
  const moduleOf = (name: string) => name.replace(/\.cjs$/, '.mjs')
  const inside = new Map(chunks.map(({ path, code }) => [moduleOf(basename(path)), code]))
  return {
    name: 'only-inside',
    setup(pluginBuild) {
      pluginBuild.onResolve({ filter: /.*/ }, ({ path, kind }) => {
        // They will be CommonJS; until then they are none.
        const name = moduleOf(basename(path))
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
