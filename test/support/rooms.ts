// The table of rooms: what the files of each may import. A name that starts with a room is a path
// in the repository; any other one is a module of Node's or a package.

export type Room = { mayImport: (name: string, from: string) => boolean }

export const roomOf = (path: string): string => path.split('/', 1)[0] ?? ''

const isOwn = (name: string, ...folders: string[]): boolean =>
  folders.some((folder) => name.startsWith(`${folder}/`))

const isNode = (name: string): boolean => name.startsWith('node:')

/** Modules that only compute. */
const pure = ['node:path', 'node:url', 'node:util', 'node:crypto']

/** What may reach outside the compiler's data, and why. */
const reachesOutside: readonly { within: string; modules: string[]; why: string }[] = [
  {
    within: 'compiler/load/',
    modules: [
      ...['node:fs', 'node:fs/promises', 'node:module', 'node:vm', 'node:worker_threads'],
      ...['node:child_process', 'node:os'],
    ],
    why: 'reads the config and what it imports, and runs it',
  },
  {
    within: 'compiler/load/config-thread.ts',
    modules: ['node:timers/promises'],
    why: 'waits for a config, and not for ever',
  },
  {
    within: 'compiler/load/running-stack.ts',
    modules: ['node:inspector'],
    why: 'asks where a config is that has no end',
  },
  {
    within: 'compiler/load/note-throws.ts',
    modules: ['node:inspector'],
    why: 'asks where a config throws what has no stack',
  },
  {
    within: 'compiler/load/debugger-stack.ts',
    modules: ['node:inspector'],
    why: 'names the types of what it answers',
  },
  {
    within: 'compiler/remember/',
    modules: ['node:fs'],
    why: "looks at what a bundle was made of; keeps files in the user's cache folder",
  },
  {
    within: 'compiler/write/',
    modules: ['node:fs', 'node:net', 'node:os'],
    why: 'writes the artifacts; its lock is a socket that it waits for',
  },
  {
    within: 'compiler/report/resolve-expression.ts',
    modules: ['node:fs'],
    why: 'asks whether a file that the config imports exists',
  },
]

/** The packages that are bundled into the command or that it needs, by the file or folder. */
const packages: readonly { within: string; names: string[] }[] = [
  { within: 'compiler/load/', names: ['esbuild'] },
  { within: 'compiler/report/', names: ['@babel/parser', '@babel/types', 'leven'] },
]

function mayCompilerImport(name: string, from: string): boolean {
  const allowed = [
    ...pure,
    ...reachesOutside.filter(({ within }) => from.startsWith(within)).flatMap((at) => at.modules),
    ...packages.filter(({ within }) => from.startsWith(within)).flatMap((at) => at.names),
  ]
  return isOwn(name, 'compiler', 'schema', 'facts') || allowed.includes(name)
}

function mayTargetImport(name: string, from: string): boolean {
  const target = from.split('/').slice(0, 2).join('/')
  return (
    isOwn(name, target, 'compiler/model', 'compiler/serialize', 'compiler/costs', 'graph') ||
    name === 'compiler/facts.ts'
  )
}

export const rooms: Readonly<Record<string, Room>> = {
  schema: { mayImport: (name) => isOwn(name, 'schema') },
  facts: { mayImport: () => false },
  compiler: { mayImport: mayCompilerImport },
  targets: { mayImport: mayTargetImport },
  graph: {
    mayImport: (name) =>
      isOwn(name, 'graph', 'compiler/model') || name === 'compiler/report/text-width.ts',
  },
  diff: {
    mayImport: (name) => isOwn(name, 'diff', 'compiler', 'facts'),
  },
  explain: { mayImport: (name) => isOwn(name, 'explain', 'compiler', 'schema', 'facts') },
  cli: {
    mayImport: (name) =>
      isOwn(
        name,
        'cli',
        'explain',
        'diff',
        'graph',
        'rehearsal',
        'targets',
        'compiler',
        'schema',
        'facts',
      ) ||
      isNode(name) ||
      ['yargs', 'package.json'].includes(name),
  },
  cloud: {
    mayImport: (name) =>
      isOwn(name, 'cloud', 'facts') || isNode(name) || ['postgres', 'yaml'].includes(name),
  },
  rehearsal: {
    mayImport: (name) =>
      isOwn(name, 'rehearsal', 'cloud', 'cli', 'targets', 'compiler', 'schema', 'facts') ||
      isNode(name),
  },
  app: {
    mayImport: (name, from) =>
      isOwn(name, 'app') ||
      isNode(name) ||
      name === 'postgres' ||
      (from === 'app/bundle.ts' && name === 'esbuild') ||
      (from.startsWith('app/test/') && /^(test\/support\/|uvu$|uvu\/)/.test(name)),
  },
  examples: { mayImport: (name) => name === 'immuc' },
  bin: { mayImport: (name) => name === 'dist/immuc.cjs' },
  scripts: { mayImport: () => true },
  bench: { mayImport: () => true },
  test: { mayImport: () => true },
}
