// New artifacts and the output folder as it is → what would be written, left and removed.
// Reads only. Nothing of the user's is ever in the plan: a clash is a diagnostic.
import { lstatSync, readFileSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../emit/digest.ts'
import { type Artifact, artifactBytes } from '../model/artifact.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { type Lock, lockArtifact, lockPath, parseLock } from './lock-file.ts'
import { isNewer } from './version.ts'

export type Changes = {
  write: readonly Artifact[]
  unchanged: readonly string[]
  remove: readonly string[]
}

export type Planned = { changes: Changes; diagnostics: Diagnostic[] }

export type PlanInput = {
  artifacts: readonly Artifact[]
  inputDigest: string
  version: string
  /** Overwrites what was edited by hand, and files that are in the way. */
  force: boolean
}

export function planChanges(folder: string, input: PlanInput): Planned {
  const blocked = checkFolder(folder)
  if (blocked.length > 0) return { changes: nothing, diagnostics: blocked }
  const { lock, diagnostics } = readLock(folder, input)
  if (diagnostics.length > 0) return { changes: nothing, diagnostics }
  const all = [...input.artifacts, lockArtifact(input.version, input.inputDigest, input.artifacts)]
  return plan(folder, all, lock, input.force)
}

const nothing: Changes = { write: [], unchanged: [], remove: [] }

function plan(
  folder: string,
  all: readonly Artifact[],
  lock: Lock | undefined,
  force: boolean,
): Planned {
  const states = all.map((artifact) => ({ artifact, state: stateOf(folder, artifact, lock) }))
  const kept = new Set(all.map(({ path }) => path))
  const orphans = Object.entries(lock?.artifacts ?? {}).filter(([path]) => !kept.has(path))
  const orphanStates = orphans.map(([path, digest]) => ({
    path,
    state: orphanState(folder, path, digest),
  }))
  const faults = [
    ...states.map(({ artifact: { path }, state }) => ({ path, state })),
    ...orphanStates,
  ].flatMap(({ path, state }) => faultOf(path, state, force))
  if (faults.length > 0) return { changes: nothing, diagnostics: faults }
  const inState = (...wanted: State[]) => states.filter(({ state }) => wanted.includes(state))
  return {
    changes: {
      write: inState('absent', 'stale', 'edited', 'foreign').map(({ artifact }) => artifact),
      unchanged: inState('same').map(({ artifact }) => artifact.path),
      remove: orphanStates.filter(({ state }) => state !== 'absent').map(({ path }) => path),
    },
    diagnostics: [],
  }
}

type State = 'absent' | 'same' | 'stale' | 'edited' | 'foreign' | 'symlink' | 'not-a-file'

function stateOf(folder: string, artifact: Artifact, lock: Lock | undefined): State {
  const obstacle = obstacleAt(folder, artifact.path)
  if (obstacle !== undefined) return obstacle
  const current = digestAt(folder, artifact.path)
  if (current === undefined) return 'absent'
  if (current === sha256(artifactBytes(artifact))) return 'same'
  if (artifact.path === lockPath) return 'stale'
  const ours = lock?.artifacts[artifact.path]
  if (ours === undefined) return 'foreign'
  return ours === current ? 'stale' : 'edited'
}

function orphanState(folder: string, path: string, digest: string): State {
  const current = obstacleAt(folder, path) ?? digestAt(folder, path)
  if (current === undefined || current === 'absent') return 'absent'
  if (current === 'symlink' || current === 'not-a-file') return current
  return current === digest ? 'stale' : 'edited'
}

/** What stands between the folder and the file, if it is not plain folders and a plain file. */
function obstacleAt(folder: string, path: string): State | undefined {
  const parts = path.split('/')
  for (const [index] of parts.entries()) {
    const stats = statsAt(join(folder, ...parts.slice(0, index + 1)))
    const isLast = index === parts.length - 1
    if (stats === undefined) return 'absent'
    if (stats.isSymbolicLink()) return 'symlink'
    if (isLast ? !stats.isFile() : !stats.isDirectory()) return 'not-a-file'
  }
  return undefined
}

const digestAt = (folder: string, path: string): string => sha256(readFileSync(join(folder, path)))

function statsAt(path: string): Stats | undefined {
  try {
    return lstatSync(path)
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw failure
  }
}

function faultOf(path: string, state: State, force: boolean): Diagnostic[] {
  const name = `\`${path}\``
  if (state === 'symlink') {
    return [
      error('symlink-in-the-way', [], `${name} is, or lies behind, a symbolic link`, {
        help: 'immuc writes plain files only: remove the link, or choose another folder with `--out`',
      }),
    ]
  }
  if (state === 'not-a-file') {
    return [
      error(
        'foreign-file',
        [],
        `${name} can't be written: something that is no plain file is in the way`,
        {
          help: 'move it away, or choose another folder with `--out`',
        },
      ),
    ]
  }
  if (force) return []
  if (state === 'edited') {
    return [
      error('edited-artifact', [], `${name} was edited by hand since immuc wrote it`, {
        help: 'move the change into the config or into a file of your own, such as `terraform/overrides.tf`; `--force` discards it',
      }),
    ]
  }
  if (state === 'foreign') {
    return [
      error('foreign-file', [], `${name} exists, and immuc did not write it`, {
        help: 'rename it, or choose another folder with `--out`; `--force` overwrites it',
      }),
    ]
  }
  return []
}

function checkFolder(folder: string): Diagnostic[] {
  const stats = statsAt(folder)
  if (stats === undefined || stats.isDirectory()) return []
  if (stats.isSymbolicLink()) {
    return [
      error('symlink-in-the-way', [], 'the output folder is a symbolic link', {
        help: 'name the folder that it leads to with `--out`',
      }),
    ]
  }
  return [
    error('out-not-a-folder', [], 'the output folder is a file', {
      help: 'choose another folder with `--out`, or move the file away',
    }),
  ]
}

function readLock(folder: string, input: PlanInput): { lock?: Lock; diagnostics: Diagnostic[] } {
  if (obstacleAt(folder, lockPath) !== undefined) return { diagnostics: [] }
  const lock = parseLock(readFileSync(join(folder, lockPath), 'utf8'))
  if (input.force) return { ...(lock && { lock }), diagnostics: [] }
  if (lock === undefined) {
    return {
      diagnostics: [
        error(
          'lock-unreadable',
          [],
          `\`${lockPath}\` can't be read, so immuc can't tell its own files from yours`,
          {
            help: 'restore it from git; if a merge broke it, take either side or run `immuc build --force`',
          },
        ),
      ],
    }
  }
  if (!isNewer(lock.immuc, input.version)) return { lock, diagnostics: [] }
  return {
    diagnostics: [
      error(
        'lock-newer',
        [],
        `these artifacts were written by immuc ${lock.immuc}, and this is ${input.version}`,
        {
          help: `install immuc ${lock.immuc} or newer; \`--force\` writes them with ${input.version}`,
        },
      ),
    ],
  }
}
