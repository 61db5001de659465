// `immuc build --watch`: builds, waits for a change of any file that the build was made from, and
// builds again in the same process, until a signal ends it.
import { type BuildOptions, type Built, buildOnce } from '../build-once.ts'
import { exitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'
import { type Batches, batches } from './batches.ts'
import { changedFiles, type Marks, marksOf } from './file-marks.ts'
import { type Follower, followFiles } from './follow-files.ts'
import { sayAgain, sayFirst } from './say-builds.ts'
import { watchFailure } from './watch-failure.ts'
import { watchedFiles } from './watched-files.ts'

export async function watch(options: BuildOptions, terminal: Terminal): Promise<number> {
  const queue = batches()
  const follower = followFiles(queue.add, queue.fail)
  try {
    return await keepBuilding(options, terminal, queue, follower)
  } catch (failure) {
    const words = watchFailure(failure)
    if (words === undefined) throw failure
    terminal.say(`immuc: ${words}`)
    return exitCode.fault
  } finally {
    follower.close()
  }
}

async function keepBuilding(
  options: BuildOptions,
  terminal: Terminal,
  queue: Batches,
  follower: Follower,
): Promise<never> {
  const folder = process.cwd()
  const build = async (marks: Marks): Promise<Round> => {
    const built = await buildOnce(options, terminal)
    const files = watchedFiles(folder, options.config, built.loaded)
    follower.follow(files)
    const seen = new Map([...marksOf(files), ...marks])
    if (files.every((file) => marks.has(file))) return { built, files, marks: seen }
    // A file that was read for the first time may have changed before it was followed.
    const again = await build(seen)
    return { ...again, built: withChangesOf(built, again.built) }
  }
  let round = await build(marksOf(watchedFiles(folder, options.config, undefined)))
  let said = await sayFirst(round.built, terminal)
  for (;;) {
    const { built, marks, files } = round
    const causes = await nextChange(marks, files, built.loaded?.data === undefined, queue)
    const start = performance.now()
    round = await build(marksOf(files))
    said = await sayAgain(round.built, causes, performance.now() - start, said, terminal)
  }
}

type Round = { built: Built; files: readonly string[]; marks: Marks }

/** The second of two builds has most often nothing left to do. */
const withChangesOf = (first: Built, second: Built): Built =>
  first.changes && second.changes?.write.length === 0
    ? { ...second, changes: first.changes }
    : second

/** Of a config that can't be read it is not known what it imports: any file may be the missing one. */
async function nextChange(
  marks: Marks,
  files: readonly string[],
  isLost: boolean,
  queue: Batches,
): Promise<readonly string[]> {
  for (;;) {
    const changed = changedFiles(marks, files)
    if (changed.length > 0) return changed
    const paths = await queue.next()
    if (isLost && changedFiles(marks, files).length === 0) return [...paths]
  }
}
