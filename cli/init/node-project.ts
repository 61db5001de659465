// package.json → a project whose artifact is one file of JavaScript: an app that imports only
// Node's own modules is one already, any other has to be bundled.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from './project.ts'

export function nodeProject(folder: string, text: string): Project {
  const manifest = parsed(text)
  const notes =
    manifest === undefined
      ? ['package.json is not valid JSON and was not used: mend it, for a build reads it too']
      : []
  const { name, version, main, bin, scripts } = manifest ?? {}
  const started = field(scripts, 'start')?.match(/\bnode\s+(?:-\S+\s+)*([\w./@-]+)/)?.[1]
  const binary = typeof bin === 'string' ? bin : Object.values(Object(bin))[0]
  const named = [started, binary, main].filter((path) => typeof path === 'string')
  const entries = [...named, ...usualEntries].filter((path) => existsSync(join(folder, path)))
  const [entry] = entries
  return {
    manifest: 'package.json',
    ...(typeof name === 'string' && { name }),
    ...(typeof version === 'string' && { version }),
    ...(entry && { entry }),
    runtime: { package: 'nodejs', program: '/usr/bin/node' },
    outputs: ['dist/NAME', 'dist/NAME.js', 'dist/NAME.cjs', 'dist/NAME.mjs', ...entries],
    assetName: (app) => `${app}.js`,
    build: (app) => ({
      command: bundleCommand(entry, app),
      file: `dist/${app}.js`,
    }),
    notes,
  }
}

const stems = ['server', 'main', 'index', 'app']

const usualEntries = ['', 'src/'].flatMap((folder) =>
  stems.flatMap((stem) => ['.js', '.mjs', '.cjs', '.ts', '.mts'].map((end) => folder + stem + end)),
)

type Manifest = { [key: string]: unknown }

function parsed(text: string): Manifest | undefined {
  try {
    const data = JSON.parse(text)
    return typeof data === 'object' && data !== null ? data : undefined
  } catch {
    return undefined
  }
}

function field(object: unknown, key: string): string | undefined {
  const value = Object(object)[key]
  return typeof value === 'string' ? value : undefined
}

/** Empty where nothing is there to be bundled. */
function bundleCommand(entry: string | undefined, app: string): string {
  if (entry === undefined) return ''
  const word = /^[\w./@][\w./@-]*$/.test(entry) ? entry : 'src/index.js'
  return `npx esbuild ${word} --bundle --platform=node --outfile=dist/${app}.js`
}
