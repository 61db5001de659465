// A written config → what a person does next, each step with its reason.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Draft } from './draft.ts'
import { installCommand, readInstallation, runCommand } from './package-manager.ts'
import type { Project } from './project.ts'
import { takesEveryFile } from './tsconfig-scope.ts'

export type Step = { command: string; why: string }

export function nextSteps(
  folder: string,
  { artifact, version, name }: Draft,
  project: Project,
): Step[] {
  const installation = readInstallation(folder)
  const { manager, isNamed, hasManifest, isPlugAndPlay } = installation
  const file = 'file' in artifact ? artifact.file.replaceAll('{version}', version) : undefined
  const isAbsent = file !== undefined && !existsSync(join(folder, file))
  const { command, file: built } = project.build(name)
  const isKnown = file === `./${built}` && command !== ''
  return [
    ...(isAbsent
      ? [
          {
            command: isKnown ? command : `# put your app at ${file}`,
            why: isKnown ? `makes ${file}, which is not there yet` : 'it is not there yet',
          },
        ]
      : []),
    ...(isNamed
      ? []
      : [
          {
            command: installCommand[manager],
            why: `lets your editor explain the config${hasManifest ? '' : ' (it makes a package.json)'}`,
          },
        ]),
    ...(isPlugAndPlay
      ? [{ command: 'yarn dlx @yarnpkg/sdks vscode', why: "lets it see Yarn's packages, once" }]
      : []),
    { command: `${runCommand[manager]} build`, why: 'compiles it into infra/' },
  ]
}

/** What in this folder the new file may get in the way of. */
export function scopeWarning(folder: string): string | undefined {
  if (!takesEveryFile(folder)) return undefined
  return `tsconfig.json takes every .ts file here into its build: add "exclude": ["system.config.ts", "node_modules", "dist"], or "include": ["src"]`
}
