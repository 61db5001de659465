// A folder → what `immuc init` can find out by itself, each with where it was found.
import { basename, join } from 'node:path'
import { appName } from './app-name.ts'
import type { ArtifactSource } from './draft.ts'
import { type Executable, executableKind } from './executable.ts'
import { faultsIn } from './faults-in.ts'
import { readGit } from './git.ts'
import type { Project } from './project.ts'
import { readProject } from './read-project.ts'
import { releaseUrl, repositoryName } from './release-url.ts'
import { newestRelease } from './release-version.ts'
import { type Signs, sourceSigns } from './source-signs.ts'

export type Found<Value> = { value: Value; from: string }

export type Proposal = {
  name?: Found<string>
  version?: Found<string>
  artifact?: Found<Artifact>
  signs: Signs
  project: Project
  /** What a person should know, such as a manifest that can't be read. */
  notes: readonly string[]
}

export type Artifact = { source: ArtifactSource; kind: Executable | 'absent' }

/** `given` is the name that was chosen, for the file is probably called so too. */
export async function propose(folder: string, given: string | undefined): Promise<Proposal> {
  const project = readProject(folder)
  const git = await readGit(folder)
  const name = await nameOf(folder, project, git.remote)
  const app = given ?? name?.value ?? 'app'
  const release = newestRelease(git.tags, app)
  const artifact = builtFile(folder, project, app) ?? download() ?? futureFile(project, app)
  const version = await versionOf(project, release?.version, artifact)
  return {
    ...(name && { name }),
    ...(version && { version }),
    ...(artifact && { artifact }),
    signs: sourceSigns(folder, project.entry),
    project,
    notes: project.notes,
  }

  function download(): Found<Artifact> | undefined {
    const url = git.remote === undefined ? undefined : releaseUrl(git.remote)
    const tag = release?.tag ?? '{version}'
    if (url === undefined) return undefined
    const source = { url: url(tag, project.assetName(app)) }
    return { value: { source, kind: 'absent' }, from: 'a release of the git remote' }
  }
}

async function nameOf(folder: string, project: Project, remote: string | undefined) {
  const candidates: readonly (readonly [text: string | undefined, from: string])[] = [
    [project.name, project.manifest],
    [remote && repositoryName(remote), 'the git remote'],
    [basename(folder), 'the folder'],
  ]
  for (const [text, from] of candidates) {
    const value = text === undefined ? undefined : await freeName(appName(text))
    if (value !== undefined) return { value, from }
  }
  return undefined
}

/** `ssh` is a unit of the system's; `ssh-app` is free. */
async function freeName(name: string | undefined): Promise<string | undefined> {
  if (name === undefined || (await faultsIn({ name })).length === 0) return name
  const longer = `${name}-app`
  return (await faultsIn({ name: longer })).length === 0 ? longer : undefined
}

function builtFile(folder: string, project: Project, app: string): Found<Artifact> | undefined {
  for (const output of project.outputs) {
    const file = output.replace('NAME', app)
    const kind = executableKind(join(folder, file))
    if (kind === undefined || (kind === 'source' && project.runtime === undefined)) continue
    return { value: { source: { file: `./${file}` }, kind }, from: 'the file is there' }
  }
  return undefined
}

function futureFile(project: Project, app: string): Found<Artifact> | undefined {
  if (project.manifest === '') return undefined
  const source = { file: `./${project.build(app).file}` }
  return { value: { source, kind: 'absent' }, from: `${project.manifest}; it is not there yet` }
}

async function versionOf(
  project: Project,
  tagged: string | undefined,
  artifact: Found<Artifact> | undefined,
): Promise<Found<string> | undefined> {
  if (tagged !== undefined) return { value: tagged, from: 'the newest git tag' }
  const { version, manifest } = project
  if (version === undefined || (await faultsIn({ version })).length > 0) return undefined
  // A release will be found by its tag, which usually has the letter.
  const isTag = artifact !== undefined && 'url' in artifact.value.source
  return { value: isTag && /^\d/.test(version) ? `v${version}` : version, from: manifest }
}
