// A path and a page → the report there, whole or not at all. A file that is no report of ours is never
// touched; that is found out before the rehearsal, not after it.
import {
  accessSync,
  constants,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { reportMark } from './page/page.ts'
import { RehearsalFault } from './rehearsal-fault.ts'

export function checkReportPlace(path: string): void {
  const folder = dirname(path)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new RehearsalFault(
      `there is no folder ${folder} for the report; make it, or name another file with \`--report FILE\``,
    )
  }
  try {
    accessSync(folder, constants.W_OK)
  } catch {
    throw new RehearsalFault(
      `the report can't be written into ${folder}; name another file with \`--report FILE\``,
    )
  }
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return
  if (found.isFile() && readFileSync(path, 'utf8').slice(0, 4096).includes(reportMark)) return
  throw new RehearsalFault(
    `${path} exists and is no report of a rehearsal; name another file with \`--report FILE\``,
  )
}

export function writeReport(path: string, html: string): void {
  checkReportPlace(path)
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`)
  try {
    writeFileSync(draft, html)
    renameSync(draft, path)
  } catch (failure) {
    rmSync(draft, { force: true })
    const { message } = failure as Error
    throw new RehearsalFault(`the report can't be written: ${message}`)
  }
}
