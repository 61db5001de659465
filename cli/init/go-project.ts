// go.mod → a project whose artifact is the static program that `go build` makes.
import type { Project } from './project.ts'

export function goProject(text: string): Project {
  const module = text.match(/^module\s+"?([^\s"]+)/m)?.[1]
  // A major version above 1 stands at the end of the module's path.
  const name = module
    ?.replace(/\/v\d+$/, '')
    .split('/')
    .at(-1)
  return {
    manifest: 'go.mod',
    ...(name && { name }),
    outputs: ['dist/NAME', 'bin/NAME', 'build/NAME', 'NAME'],
    assetName: (app) => app,
    build: (app) => ({
      command: `CGO_ENABLED=0 GOOS=linux GOARCH=amd64 go build -o dist/${app} .`,
      file: `dist/${app}`,
    }),
    notes: [],
  }
}
