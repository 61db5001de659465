// A folder → what its manifests say. Where there are several, the one of a compiled language counts:
// a package.json beside it is there for tools, such as this one.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readOptional } from '../read-optional.ts'
import { cargoProject } from './cargo-project.ts'
import { goProject } from './go-project.ts'
import { nodeProject } from './node-project.ts'
import type { Project } from './project.ts'
import { pythonProject } from './python-project.ts'

type Reader = (folder: string, text: string) => Project | undefined

const readers: readonly (readonly [manifest: string, read: Reader])[] = [
  ['go.mod', (_folder, text) => goProject(text)],
  ['Cargo.toml', (_folder, text) => cargoProject(text)],
  ['pyproject.toml', (_folder, text) => pythonProject(text)],
  ['package.json', nodeProject],
]

export function readProject(folder: string): Project {
  const notes: string[] = []
  const found = readers.flatMap(([manifest, read]) => {
    const { text, fault } = readOptional(join(folder, manifest))
    if (fault !== undefined) notes.push(`${manifest} can't be read: ${fault}; it was not used`)
    const project = text === undefined ? undefined : read(folder, text)
    return project === undefined ? [] : [project]
  })
  const [project] = found
  if (project === undefined) return { ...(looseScript(folder) ?? unknownProject(folder)), notes }
  return { ...project, notes: [...notes, ...project.notes] }
}

/** A script for Node that nobody has made a package of. */
function looseScript(folder: string): Project | undefined {
  const project = nodeProject(folder, '{}')
  return project.entry === undefined ? undefined : { ...project, manifest: '' }
}

/** Whatever program has been built in a folder of that purpose. */
const unknownProject = (folder: string): Project => ({
  manifest: '',
  outputs: [
    ...['dist/NAME', 'bin/NAME', 'build/NAME', 'NAME'],
    ...['dist', 'bin', 'build'].flatMap((name) => filesIn(folder, name)),
  ],
  assetName: (app) => app,
  build: (app) => ({ command: '', file: `dist/${app}` }),
  notes: [],
})

function filesIn(folder: string, name: string): string[] {
  try {
    return readdirSync(join(folder, name))
      .sort()
      .map((file) => `${name}/${file}`)
  } catch {
    return []
  }
}
