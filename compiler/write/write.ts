// Artifacts → the output folder, all or nothing, touching nothing that is not immuc's own.
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { commit, recover } from './commit.ts'
import { exclusively } from './exclusively.ts'
import { type Changes, type PlanInput, planChanges } from './plan-changes.ts'

export type Written = { changes?: Changes; diagnostics: Diagnostic[] }

export async function write(folder: string, input: PlanInput): Promise<Written> {
  try {
    return (await exclusively(folder, () => writeNow(folder, input))) ?? busy
  } catch (failure) {
    return { diagnostics: [writeFault(failure as NodeJS.ErrnoException)] }
  }
}

function writeNow(folder: string, input: PlanInput): Written {
  recover(folder)
  const { changes, diagnostics } = planChanges(folder, input)
  if (diagnostics.length > 0) return { diagnostics }
  commit(folder, changes)
  return { changes, diagnostics: [] }
}

const busy: Written = {
  diagnostics: [
    error('write-busy', [], 'another run of immuc is writing to the same folder', {
      help: 'wait for it to end, then run this again',
    }),
  ],
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  ENAMETOOLONG: 'the path is too long',
}

/** An error without a code is a fault of ours, and keeps its stack. */
function writeFault(failure: NodeJS.ErrnoException): Diagnostic {
  if (failure.code === undefined) throw failure
  const reason = reasons[failure.code] ?? failure.message
  return error('write-failed', [], `the artifacts can't be written: ${reason}`, {
    help: 'nothing was changed; make room or choose another folder with `--out`, and run this again',
  })
}
