// Artifacts → the output folder, all or nothing, touching nothing that is not immuc's own.
import { basename, isAbsolute, relative } from 'node:path'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { commit, UnfinishedWrite } from './commit.ts'
import { exclusively } from './exclusively.ts'
import { type Changes, type PlanInput, planChanges } from './plan-changes.ts'
import { stagingName } from './staging.ts'

/** Changes are absent if there are diagnostics. */
export type Written = { changes?: Changes; diagnostics: readonly Diagnostic[] }

export const write = (folder: string, input: PlanInput): Promise<Written> =>
  alone(folder, 'written', () => {
    const { changes, diagnostics } = planChanges(folder, input)
    if (changes === undefined) return { diagnostics }
    commit(folder, changes)
    return { changes, diagnostics }
  })

/** What `write` would do. */
export const compare = async (folder: string, input: PlanInput): Promise<Written> =>
  unchanged(folder, input) ??
  alone(folder, 'compared', () => {
    const { changes, diagnostics, isUnfinished } = planChanges(folder, input)
    if (isUnfinished) return { diagnostics: [stopped] }
    return { diagnostics, ...(changes && { changes }) }
  })

/** To find nothing to do needs no lock: whoever writes at the same time marks every file that will
 * change before it changes one of them, so a set that is found whole was whole. */
function unchanged(folder: string, input: PlanInput): Written | undefined {
  try {
    const { changes, diagnostics, isUnfinished } = planChanges(folder, input)
    const isDone = changes?.write.length === 0 && changes.remove.length === 0 && !isUnfinished
    return isDone ? { changes, diagnostics } : undefined
  } catch {
    return undefined
  }
}

type Verb = 'written' | 'compared'

async function alone(folder: string, verb: Verb, body: () => Written): Promise<Written> {
  try {
    return (await exclusively(folder, body)) ?? { diagnostics: [busy] }
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
