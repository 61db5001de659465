// A config without default export → the fault, at what it exports instead.
import { type Diagnostic, error, type Span } from '../model/diagnostic.ts'
import { linesOf, type Sources } from './sources.ts'

export function noDefaultExport(file: string, sources: Sources): Diagnostic {
  const text = sources.get(file)?.text ?? ''
  if (text.trim() === '') {
    return error('no-default-export', [], 'the config is empty', { help: whole })
  }
  const assignment = findLine(file, text, /^(module\.exports|exports\.\w+|export =)/)
  if (assignment !== undefined) {
    return error('no-default-export', [], 'the config has no default export', {
      span: assignment,
      label: 'an export of CommonJS',
      help: 'write `export default` in its place',
    })
  }
  const named = findLine(file, text, /^export (const|let|var|function|class) [\w$]+/)
  if (named !== undefined) {
    return error('no-default-export', [], 'the config has no default export', {
      span: named,
      label: 'a named export',
      help: 'write `export default` and the value, without a name',
    })
  }
  const unexported = findLine(file, text, /^(const \w+ = )?defineSystem\b/)
  return error('no-default-export', [], 'the config has no default export', {
    ...(unexported && { span: unexported, label: 'not exported' }),
    help: whole,
  })
}

const whole = 'write `export default defineSystem({ … })`'

/** Only what stands at the start of a line: that is code, and nothing in a comment. */
function findLine(file: string, text: string, pattern: RegExp): Span | undefined {
  const lines = linesOf(text)
  const index = lines.findIndex((line) => pattern.test(line))
  const match = lines[index]?.match(pattern)?.[0]
  return match === undefined
    ? undefined
    : { file, line: index + 1, column: 1, length: match.length }
}
