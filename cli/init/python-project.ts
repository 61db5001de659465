// pyproject.toml → a project whose artifact is one zip file with all that it imports, which Python
// runs as it is.
import type { Project } from './project.ts'
import { tomlStrings } from './toml-strings.ts'

export function pythonProject(text: string): Project {
  const strings = tomlStrings(text)
  const name = strings.get('project.name') ?? strings.get('tool.poetry.name')
  const version = strings.get('project.version') ?? strings.get('tool.poetry.version')
  const start = [...strings].find(([key]) => /^(project|tool\.poetry)\.scripts\./.test(key))?.[1]
  const module = name?.toLowerCase().replace(/[^a-z0-9]+/g, '_') ?? 'app'
  return {
    manifest: 'pyproject.toml',
    ...(name && { name }),
    ...(version && { version }),
    runtime: { package: 'python3', program: '/usr/bin/python3' },
    outputs: ['dist/NAME.pyz', 'NAME.pyz', 'build/NAME.pyz', 'dist/NAME.pex', 'dist/NAME'],
    assetName: (app) => `${app}.pyz`,
    build: (app) => ({
      command: `pip install --target build/app . && python3 -m zipapp build/app -m ${safe(start) ?? `${module}:main`} -o dist/${app}.pyz`,
      file: `dist/${app}.pyz`,
    }),
    notes: [],
  }
}

/** The command is there to be copied into a shell. */
const safe = (start: string | undefined): string | undefined =>
  start !== undefined && /^[\w.]+:[\w.]+$/.test(start) ? start : undefined
