// The output folder → the lock in it, unless it forbids to write.
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { type Lock, parseLock, salvageLock } from './lock-file.ts'
import { lookIn } from './look-at.ts'
import { lockPath } from './names.ts'
import { isNewer } from './version.ts'

export function readLock(
  folder: string,
  { version, force }: { version: string; force: boolean },
): { lock?: Lock; diagnostics: Diagnostic[] } {
  const { content } = lookIn(folder)(lockPath)
  if (content === undefined) return { diagnostics: [] }
  const text = Buffer.from(content).toString('utf8')
  const lock = parseLock(text)
  if (force) return { lock: lock ?? salvageLock(text), diagnostics: [] }
  if (lock === undefined) return { diagnostics: [unreadable] }
  if (isNewer(lock.immuc, version)) return { diagnostics: [newer(lock.immuc, version)] }
  return { lock, diagnostics: [] }
}

const unreadable = error(
  'lock-unreadable',
  [],
  `\`${lockPath}\` can't be read, so immuc can't tell its own files from yours`,
  {
    help: 'restore it from git; if a merge broke it, take either side or run `immuc build --force`',
  },
)

const newer = (theirs: string, ours: string): Diagnostic =>
  error('lock-newer', [], `these artifacts were written by immuc ${theirs}, and this is ${ours}`, {
    help: `install immuc ${theirs} or newer; \`--force\` writes them with ${ours}`,
  })
