// A file of the project → its text, or why it can't be used. A file that is absent is no fault.
import { readFileSync, statSync } from 'node:fs'
import { readFailure } from '../compiler/load/read-failure.ts'

export type Text = { text?: string; fault?: string }

/** No manifest and no source that anyone wrote by hand is larger. */
const mostBytes = 32 * 1024 * 1024

export function readOptional(path: string): Text {
  try {
    const stats = statSync(path)
    if (!stats.isFile()) return {}
    if (stats.size > mostBytes) return { fault: 'it is too large' }
    return { text: readFileSync(path, 'utf8').replace(/^\ufeff/, '') }
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR' ? {} : { fault: readFailure(failure) }
  }
}
