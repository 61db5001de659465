// A folder's tsconfig.json → whether it would compile a config that lies beside it, and so move where
// its output goes.
import { join } from 'node:path'
import { readOptional } from '../read-optional.ts'

export function takesEveryFile(folder: string): boolean {
  const { text } = readOptional(join(folder, 'tsconfig.json'))
  if (text === undefined) return false
  const code = withoutComments(text)
  const emits = !/"noEmit"\s*:\s*true/.test(code)
  return emits && !/"(include|files|references)"\s*:/.test(code)
}

/** A text in quotes may hold what looks like a comment. */
const withoutComments = (text: string): string =>
  text.replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, quoted = '') => quoted)
