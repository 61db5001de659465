// TypeScript's language server, asked the way an editor asks it: requests as lines on its standard
// input, answers as framed messages on its standard output.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { root } from './root.ts'

type Place = { line: number; offset: number }

export type Squiggle = { code: number; message: string; text: string }

export type Hover = { documentation: string; tags: Record<string, string> }

export type LanguageServer = {
  /** Names offered at the caret `‸` of the text, by kind. */
  completions: (file: string, text: string) => Promise<{ name: string; kind: string }[]>
  hover: (file: string, text: string) => Promise<Hover | undefined>
  squiggles: (file: string, text: string) => Promise<Squiggle[]>
  close: () => Promise<void>
}

const caret = '‸'

export function startLanguageServer(cwd: string): LanguageServer {
  const { ask, tell, close } = connect(cwd)

  /** Opens the text as the file's unsaved content, asks about it, and closes it again. */
  async function about<Answer>(file: string, text: string, command: string): Promise<Answer> {
    const at = text.indexOf(caret)
    const place = placeAt(text, Math.max(0, at))
    tell('open', { file, fileContent: text.replace(caret, '') })
    try {
      return (await ask(command, { file, ...place })) as Answer
    } finally {
      tell('close', { file })
    }
  }

  return {
    completions: async (file, text) =>
      (await about<Completions | undefined>(file, text, 'completionInfo'))?.entries ?? [],
    hover: async (file, text) => {
      const info = await about<QuickInfo | undefined>(file, text, 'quickinfo')
      return info && { documentation: textOf(info.documentation), tags: tagsOf(info) }
    },
    squiggles: async (file, text) => {
      const syntactic = await about<Diagnostic[]>(file, text, 'syntacticDiagnosticsSync')
      const semantic = await about<Diagnostic[]>(file, text, 'semanticDiagnosticsSync')
      return [...syntactic, ...semantic].map((one) => squiggle(one, text))
    },
    close,
  }
}

type Completions = { entries: { name: string; kind: string }[] }
type Words = string | { text: string }[]
type QuickInfo = { documentation: Words; tags: { name: string; text?: Words }[] }
type Diagnostic = { start: Place; end: Place; text: string; code: number; category: string }

const textOf = (words: Words | undefined): string =>
  typeof words === 'string' ? words : (words ?? []).map(({ text }) => text).join('')

const tagsOf = (info: QuickInfo): Record<string, string> =>
  Object.fromEntries(info.tags.map((tag) => [tag.name, textOf(tag.text)]))

function squiggle({ start, end, text: message, code }: Diagnostic, source: string): Squiggle {
  const line = source.split('\n')[start.line - 1] ?? ''
  const last = start.line === end.line ? end.offset - 1 : line.length
  return { code, message, text: line.slice(start.offset - 1, last) }
}

function placeAt(text: string, index: number): Place {
  const before = text.slice(0, index).split('\n')
  return { line: before.length, offset: (before[before.length - 1] ?? '').length + 1 }
}

type Answer = { type: string; request_seq?: number; success?: boolean; body?: unknown }

function connect(cwd: string) {
  const server = spawn(
    process.execPath,
    [
      join(root, 'node_modules/typescript/lib/tsserver.js'),
      '--disableAutomaticTypingAcquisition',
      '--suppressDiagnosticEvents',
    ],
    { cwd, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const waiting = new Map<number, (answer: Answer) => void>()
  let received: Buffer = Buffer.alloc(0)
  let sequence = 0

  server.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (let frame = nextFrame(received); frame; frame = nextFrame(received)) {
      received = frame.rest
      const answer = JSON.parse(frame.text) as Answer
      if (answer.type === 'response') waiting.get(answer.request_seq ?? -1)?.(answer)
    }
  })

  // A question to a server that died has no answer, and a test must not wait for it.
  server.once('exit', () => {
    for (const settle of waiting.values()) settle({ type: 'exit' })
  })

  const tell = (command: string, parts: object): number => {
    sequence += 1
    const request = { seq: sequence, type: 'request', command, arguments: parts }
    server.stdin.write(`${JSON.stringify(request)}\n`)
    return sequence
  }
  const ask = async (command: string, parts: object): Promise<unknown> => {
    const number = tell(command, parts)
    const answer = await new Promise<Answer>((settle) => waiting.set(number, settle))
    waiting.delete(number)
    if (answer.type === 'exit') throw new Error(`the language server died over ${command}`)
    return answer.body
  }
  const close = () =>
    new Promise<void>((closed) => {
      server.once('close', () => closed())
      tell('exit', {})
    })
  return { ask, tell, close }
}

/** `Content-Length: N`, an empty line, then N bytes. */
function nextFrame(bytes: Buffer): { text: string; rest: Buffer } | undefined {
  const header = bytes.indexOf('\r\n\r\n')
  if (header < 0) return undefined
  const length = Number(/Content-Length: (\d+)/.exec(bytes.toString('latin1', 0, header))?.[1])
  const start = header + 4
  if (bytes.length < start + length) return undefined
  return {
    text: bytes.toString('utf8', start, start + length),
    rest: bytes.subarray(start + length),
  }
}
