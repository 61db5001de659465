// A system → what this machine lacks to rehearse it, a line each. Looked at before anything starts.
import { delimiter, join } from 'node:path'
import { postgresPrograms } from '../cloud/database/programs.ts'
import { isExecutable } from '../cloud/is-executable.ts'

export type Needs = { database: boolean; git: boolean }

export function missingHere({ database, git }: Needs): string[] {
  if (process.platform !== 'linux') {
    const name = { darwin: 'macOS', win32: 'Windows' }[process.platform as string]
    return [
      `a rehearsal runs its machines as processes of Linux, and this is ${name ?? process.platform}: run it in a Linux machine, in WSL or in CI`,
    ]
  }
  const programs: [string, string][] = [
    ['terraform', 'install it from https://developer.hashicorp.com/terraform/install'],
    ['curl', 'the steps of a rollout ask with it whether a release is healthy'],
    ['sh', "terraform runs a rollout's steps in it"],
    ...(git
      ? [['git', 'or there is no committed version to compare with'] as [string, string]]
      : []),
  ]
  return [
    ...programs
      .filter(([name]) => !isOnPath(name))
      .map(([name, why]) => `\`${name}\` is not on the PATH: ${why}`),
    ...(database ? postgresFault() : []),
  ]
}

export const isOnPath = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, name)))

function postgresFault(): string[] {
  try {
    postgresPrograms()
    return []
  } catch (failure) {
    return [`the config has a database: ${failure instanceof Error ? failure.message : failure}`]
  }
}
