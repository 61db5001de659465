// What esbuild says → a diagnostic in our own words where it has a name of ours.
import { readdirSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import type { Message } from 'esbuild'
import { type Diagnostic, error, type Span } from '../model/diagnostic.ts'
import { nearest } from '../report/nearest.ts'
import { shown } from '../report/quoted.ts'
import { unclosedBracket } from './brackets.ts'
import { UnreadableFile } from './read-text.ts'
import { syntaxAdvice } from './syntax-advice.ts'

/** `text` is that of the file at fault. */
export function bundleFault(message: Message, configPath: string, text = ''): Diagnostic {
  if (message.detail instanceof UnreadableFile) return unreadable(message.detail, configPath)
  const span = spanOf(message, configPath)
  const place = span === undefined ? {} : { span }
  const file = fileName(span?.file ?? configPath, configPath)
  const missing = message.text.match(/^Could not resolve "(.*)"/)?.[1]
  if (missing !== undefined) return importNotFound(missing, span, configPath)
  const unknown = message.text.match(/^No loader is configured for "(.*)" files: (.*)/)?.[2]
  if (unknown !== undefined) {
    return error('import-not-found', [], `the import ${shown(unknown)} is no module`, {
      ...place,
      label: 'no JavaScript, TypeScript or JSON',
      help: 'write it as JSON, which can be imported, or read it with `readFileSync` of `node:fs` and parse it',
    })
  }
  if (message.text.startsWith('Top-level await')) {
    return error('config-is-a-promise', [], `${file} waits with \`await\` at its top level`, {
      ...place,
      label: 'a config is read at once, without waiting',
      help: 'use the synchronous functions of `node:fs` or `node:child_process`',
    })
  }
  return error('syntax-error', [], `${file} can't be parsed: ${inOurWords(message.text)}`, {
    ...place,
    ...syntaxAdvice(message.text, textBefore(message)),
    ...(span && related(message, span, { configPath, text })),
  })
}

/** esbuild counts columns in bytes. */
const textBefore = ({ location }: Message): string =>
  location === null
    ? ''
    : Buffer.from(location.lineText).subarray(0, location.column).toString('utf8')

type SyntaxContext = { configPath: string; text: string }

/** Where it began what esbuild misses the end of. */
function related(message: Message, span: Span, { configPath, text }: SyntaxContext): Related {
  const missing = message.text.match(/^Expected "([}\])])" .*but found end of file$/)?.[1]
  const opened = missing && unclosedBracket(text, missing)
  if (opened) return { related: [{ span: { file: span.file, ...opened }, label: 'opened here' }] }
  const [note] = message.notes.flatMap((one) => spanOf(one, configPath) ?? [])
  return note ? { related: [{ span: note, label: 'the first one' }] } : {}
}

type Related = Pick<Diagnostic, 'related'>

export const unreadable = ({ path, message }: UnreadableFile, configPath: string): Diagnostic =>
  error('config-unreadable', [], `${fileName(path, configPath)} can't be read: ${message}`, {
    ...(message.includes('UTF-8') && { help: 'save it as UTF-8' }),
  })

const fileName = (file: string, configPath: string): string =>
  shown(relative(dirname(configPath), file))

function importNotFound(name: string, span: Span | undefined, configPath: string): Diagnostic {
  const from = dirname(span?.file ?? configPath)
  return error('import-not-found', [], `the import ${shown(name)} can't be found`, {
    ...(span && { span }),
    label: name.startsWith('.') ? 'no such file' : 'no such package',
    help: importHelp(name, from),
  })
}

function importHelp(name: string, from: string): string {
  if (name.startsWith('.')) {
    const folder = dirname(resolve(from, name))
    const files = filesIn(folder).filter((file) => file !== basename(name))
    const near = nearest(basename(name), files)
    const start = name.slice(0, name.length - basename(name).length)
    return near === undefined
      ? 'check the path; it is relative to the file that imports it'
      : `did you mean \`${start}${near}\`?`
  }
  const packageName = name.match(/^(@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*/)?.[0]
  return packageName === undefined
    ? 'check the name, and `paths` in tsconfig.json or `imports` in package.json'
    : `if the name is right, install the package: \`npm install ${packageName}\``
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

export function spanOf(
  { location }: Pick<Message, 'location'>,
  configPath: string,
): Span | undefined {
  if (!location) return undefined
  const { file, line, lineText } = location
  // esbuild counts columns from 0, and columns and lengths in bytes.
  const before = utf16Length(lineText, 0, location.column)
  const length = utf16Length(lineText, location.column, location.column + location.length)
  return {
    file: resolve(dirname(configPath), file),
    line,
    column: before + 1,
    length: Math.max(1, length),
  }
}

const utf16Length = (line: string, from: number, to: number): number =>
  Buffer.from(line, 'utf8').subarray(from, to).toString('utf8').length

/** esbuild quotes as Go does; here, what is quoted from a source stands in backticks. */
const inOurWords = (text: string): string =>
  text
    .replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())
    .replace(/"((?:[^"\\]|\\.)*)"/g, (_, quoted: string) =>
      shown(quoted.replace(/\\(["\\])/g, '$1')),
    )
