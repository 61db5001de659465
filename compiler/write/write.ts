// Artifacts → the output folder, all or nothing, touching nothing that is not immuc's own.
import { basename, isAbsolute, join, relative } from 'node:path'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { commit, UnfinishedWrite } from './commit.ts'
import { exclusively, undisturbed } from './exclusively.ts'
import { folderFaults } from './folder-faults.ts'
import { statsAt } from './look-at.ts'
import { lockPath, stagingName } from './names.ts'
import { type Changes, type PlanInput, type Planned, planChanges } from './plan-changes.ts'
import { hasStaging } from './staging.ts'

/** Changes are absent if there are diagnostics. */
export type Written = { changes?: Changes; diagnostics: readonly Diagnostic[] }

export const write = (folder: string, input: PlanInput): Promise<Written> =>
  told(folder, 'written', async () => {
    const planned = await plan(folder, input)
    if (planned?.changes === undefined) return planned ?? { diagnostics: [busy] }
    if (isNothing(planned.changes) && !hasStaging(folder)) return planned
    const written = await exclusively(folder, () => {
      const isCurrent = lockMark(folder) === planned.mark
      const current = isCurrent ? planned : planChanges(folder, input)
      if (current.changes) commit(folder, current.changes)
      return current
    })
    return written ?? { diagnostics: [busy] }
  })

/** What `write` would do. */
export const compare = (folder: string, input: PlanInput): Promise<Written> =>
  told(folder, 'compared', async () => {
    const planned = await plan(folder, input)
    return planned?.isUnfinished ? { diagnostics: [stopped] } : (planned ?? { diagnostics: [busy] })
  })

type Marked = Planned & { mark: string }

/** Undefined if others wrote there all the time. */
const plan = (folder: string, input: PlanInput): Promise<Marked | undefined> =>
  undisturbed(
    folder,
    () => lockMark(folder),
    (mark) => ({ ...planChanges(folder, input), mark }),
  )

/** Every write puts another file in the place of the lock's. */
function lockMark(folder: string): string {
  const stats = statsAt(join(folder, lockPath))
  return stats ? `${stats.ino} ${stats.mtimeMs}` : ''
}

const isNothing = ({ write, remove }: Changes): boolean => write.length + remove.length === 0

type Verb = 'written' | 'compared'

async function told(folder: string, verb: Verb, body: () => Promise<Written>): Promise<Written> {
  try {
    const blocked = folderFaults(folder)
    return blocked.length > 0 ? { diagnostics: blocked } : await body()
  } catch (failure) {
    return { diagnostics: [fault(failure, folder, verb)] }
  }
}

const busy = error('write-busy', [], 'another run of immuc is writing to the same folder', {
  help: 'wait for it to end, then run this again',
})

const stopped = error('write-unfinished', [], 'an earlier build was stopped while it wrote here', {
  help: 'run `immuc build` to finish it; Terraform and Packer refuse the artifacts until then',
})

const reasons: Record<string, string> = {
  EACCES: 'this user may not read or write there',
  EPERM: 'this user may not read or write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EXDEV: 'a folder inside the output folder is another file system',
  ENAMETOOLONG: 'the path is too long',
}

/** An error without a code is a fault of ours, and keeps its stack. */
function fault(failure: unknown, folder: string, verb: Verb): Diagnostic {
  const isUnfinished = failure instanceof UnfinishedWrite
  const cause = (isUnfinished ? failure.cause : failure) as NodeJS.ErrnoException
  if (cause.code === undefined) throw cause
  // Node's message goes on with absolute paths.
  const reason = reasons[cause.code] ?? cause.message.replace(/, .*/s, '')
  if (isUnfinished) {
    return error('write-unfinished', [], `writing stopped halfway: ${reason}`, {
      help: 'mend that and run `immuc build` again; Terraform and Packer refuse the artifacts until then',
    })
  }
  return error('write-failed', [], `${subject(cause, folder)} can't be ${verb}: ${reason}`, {
    help: `nothing was changed; mend that in \`${basename(folder)}\` or choose another folder with \`--out\`, and run this again`,
  })
}

/** The artifact at fault, where the failure is about one. */
function subject(
  { path, dest }: NodeJS.ErrnoException & { dest?: string },
  folder: string,
): string {
  const place = relative(folder, dest ?? path ?? folder).replaceAll('\\', '/')
  const isArtifact = place !== '' && !/^\.\.(\/|$)/.test(place) && !isAbsolute(place)
  return isArtifact && !place.startsWith(stagingName) ? `\`${place}\`` : 'the artifacts'
}
