// `immuc build --watch`: builds, waits for a change of any file that the build was made from, and
// builds again in the same process, until a signal ends it.
import { type BuildOptions, buildOnce } from '../build-once.ts'
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
  let marks = marksOf(watchedFiles(folder, options.config, undefined))
  let built = await buildOnce(options, terminal)
  let said = await sayFirst(built, terminal)
  for (;;) {
    const files = watchedFiles(folder, options.config, built.loaded)
    follower.follow(files)
    // What changed while it was being read has not been seen.
    marks = new Map([...marksOf(files), ...marks])
    const isLost = built.loaded?.data === undefined
    const causes = await nextChange(marks, files, isLost, queue)
    marks = marksOf(files)
    const start = performance.now()
    built = await buildOnce(options, terminal)
    said = await sayAgain(built, causes, performance.now() - start, said, terminal)
  }
}

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
