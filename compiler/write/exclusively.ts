// Runs one writer at a time per output folder.
// Who wants to write puts a claim into the staging folder, an empty file named after its process, and
// then looks for others. Of any two, the one that looks last sees the other's, so at most one finds
// itself alone; who does not, steps back and tries again. The claim of a process that is gone counts
// for nothing. Node has no lock of the kernel's but a socket, which takes longer to load than all else
// that a build does here.
import { closeSync, openSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { stagingName } from './names.ts'
import { makeStaging, removeFile, stagedNames, type Undo } from './staging.ts'

const claimPrefix = 'claim-'
const patienceMs = 10_000
const pauseMs = 50

/** Undefined if other runs held the folder all the time. */
export async function exclusively<Result>(
  folder: string,
  body: () => Result,
): Promise<Result | undefined> {
  const release = await acquire(folder)
  if (release === undefined) return undefined
  try {
    return body()
  } finally {
    release()
  }
}

export const acquire = (folder: string): Promise<(() => void) | undefined> =>
  patiently(() => (isClaimed(folder) ? undefined : claim(folder)))

/** For what only reads: undefined if other runs wrote all the time. `mark` changes with every write. */
export const undisturbed = <Result>(
  folder: string,
  mark: () => string,
  body: (mark: string) => Result,
): Promise<Result | undefined> =>
  patiently(() => {
    const before = mark()
    const isDisturbed = () => isClaimed(folder) || mark() !== before
    if (isDisturbed()) return undefined
    try {
      const result = body(before)
      return isDisturbed() ? undefined : result
    } catch (failure) {
      if (isDisturbed()) return undefined
      throw failure
    }
  })

/** Not all at the same moment, or they would step back together for ever. */
async function patiently<Result>(attempt: () => Result | undefined): Promise<Result | undefined> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    const result = attempt()
    if (result !== undefined) return result
    const ms = pauseMs * (0.5 + Math.random())
    await new Promise((wake) => setTimeout(wake, ms))
  }
  return undefined
}

/** The result gives it back. */
function claim(folder: string): (() => void) | undefined {
  const undo: Undo = []
  const release = () => {
    for (const step of undo.reverse()) step()
  }
  try {
    makeStaging(folder, undo)
    const name = ownClaim()
    const path = join(folder, stagingName, name)
    closeSync(openSync(path, 'wx'))
    undo.push(() => removeFile(path))
    const others = stagedNames(folder).filter((other) => other !== name)
    if (!others.some((other) => isClaim(folder, other))) {
      clear(folder, others)
      return release
    }
  } catch (failure) {
    release()
    // The folder that another run had made, and removed when it was done.
    if ((failure as NodeJS.ErrnoException).code !== 'ENOENT') throw failure
    return undefined
  }
  release()
  return undefined
}

/** What killed runs have left. */
function clear(folder: string, names: readonly string[]): void {
  for (const name of names)
    rmSync(join(folder, stagingName, name), { recursive: true, force: true })
}

const isClaimed = (folder: string): boolean =>
  stagedNames(folder).some((name) => isClaim(folder, name))

/** Of a process that lives, as far as can be told. */
function isClaim(folder: string, name: string): boolean {
  const [pid, start, space] = claimedBy(name)
  if (pid === undefined) return false
  const since = space === ownProcess().space ? startOf(pid) : undefined
  if (since !== undefined) return since === start
  const mayLive = space !== ownProcess().space || exists(Number(pid))
  return mayLive && isYoung(join(folder, stagingName, name))
}

let claims = 0

function ownClaim(): string {
  const { start, space } = ownProcess()
  return `${claimPrefix}${process.pid}-${start}-${space}-${claims++}`
}

const claimedBy = (name: string): string[] =>
  name.match(`^${claimPrefix}(\\d+)-(\\d*)-(\\w*)-\\d+$`)?.slice(1) ?? []

let known: { start: string; space: string } | undefined

function ownProcess(): { start: string; space: string } {
  known ??= { start: startOf('self') ?? '', space: spaceOfProcesses() }
  return known
}

/** In ticks since the machine started: another process gets the same number some day. Empty for one that
 * has ended and was not yet taken notice of; undefined where there is no telling. */
function startOf(pid: string): string | undefined {
  try {
    // The name before them, in brackets, may hold anything.
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1) ?? ''
    return /^[ZX]/.test(text) ? '' : text.split(' ')[19]
  } catch {
    return undefined
  }
}

/** In another container, and on another machine that the folder is shared with, the same number is another
 * process. */
function spaceOfProcesses(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1')
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '') + boot.slice(0, 8)
  } catch {
    return ''
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

const longestWriteMs = 60_000

/** Where it can't be seen whether it is that process which lives: no write takes that long. */
function isYoung(claimed: string): boolean {
  const stats = statSync(claimed, { throwIfNoEntry: false })
  return stats !== undefined && Date.now() - stats.mtimeMs < longestWriteMs
}
