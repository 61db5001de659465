// What stands at each path → what is wrong with it, as far as `--force` does not settle it.
import { type Diagnostic, error } from '../model/diagnostic.ts'
import type { Obstacle } from './look-at.ts'

export type PathState =
  | Obstacle
  | 'absent'
  | 'same'
  | 'stale'
  | 'edited'
  | 'windows-lines'
  | 'foreign'

/** `at` is the path of the obstacle, if there is one. */
type Judged = { at: string; state: PathState }

type Faults = { [State in PathState]?: (name: string) => Diagnostic }

export function pathFaults(judged: readonly Judged[], force: boolean): Diagnostic[] {
  const faults: Faults = force ? obstacleFaults : { ...obstacleFaults, ...clashFaults }
  const found = judged.flatMap(({ at, state }) => {
    const fault = faults[state]
    return fault ? [[at, fault(`\`${at}\``)] as const] : []
  })
  // A folder that is none is in the way of many files, and one fault.
  return [...new Map(found).values(), ...(force ? [] : windowsLines(judged))]
}

const moveAway = 'move it away, or choose another folder with `--out`'

const obstacleFaults: Faults = {
  symlink: (name) =>
    error('symlink-in-the-way', [], `${name} is a symbolic link`, {
      help: 'immuc writes plain files only: remove the link, or choose another folder with `--out`',
    }),
  'not-a-folder': (name) =>
    error('foreign-file', [], `${name} is in the way: immuc needs a folder there`, {
      help: moveAway,
    }),
  'not-a-file': (name) =>
    error('foreign-file', [], `${name} is in the way: immuc needs a plain file there`, {
      help: moveAway,
    }),
}

const clashFaults: Faults = {
  edited: (name) =>
    error('edited-artifact', [], `${name} was edited by hand since immuc wrote it`, {
      help: `move the change into the config${ownFile(name)}; \`--force\` discards it`,
    }),
  foreign: (name) =>
    error('foreign-file', [], `${name} exists, and immuc did not write it`, {
      help: 'rename it, or choose another folder with `--out`; `--force` overwrites it',
    }),
}

/** Terraform merges what stands beside it; no other tool does. */
const ownFile = (name: string): string =>
  name.startsWith('`terraform/')
    ? ' or into a file of your own, such as `terraform/overrides.tf`'
    : ''

/** One diagnostic for all of them, since they have one cause. */
function windowsLines(judged: readonly Judged[]): Diagnostic[] {
  const [first, ...others] = judged.filter(({ state }) => state === 'windows-lines')
  if (first === undefined) return []
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  const message = `\`${first.at}\`${more}: the ends of the lines were changed to those of Windows`
  return [
    error('edited-artifact', [], message, {
      help: 'if git did it, put a file `.gitattributes` with the line `* -text` beside `immuc.lock.json`; `--force` writes the lines as they were',
    }),
  ]
}
