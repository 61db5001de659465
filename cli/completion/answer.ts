// What a shell asks for → the words, one a line: what `immuc explain` knows, or the regions.
import { regions } from '../../compiler/facts.ts'
import { diagnosticCodes } from '../../compiler/model/diagnostic-code.ts'
import systemSchema from '../../schema/system.schema.json' with { type: 'json' }
import { exitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'

export function completionAnswer(asked: string, terminal: Terminal): number {
  // The script of another version may ask for what this one does not have: it gets no words.
  const words = Object.hasOwn(answers, asked) ? answers[asked as keyof typeof answers]() : []
  terminal.data(words.map((word) => `${word}\n`).join(''))
  return exitCode.fine
}

type Node = { type: string; properties?: Readonly<Record<string, Node>> }

const answers = {
  topic: () => [...keysOf(systemSchema, ''), ...diagnosticCodes],
  region: () => regions.filter(({ status }) => status === 'open').map(({ slug }) => slug),
}

function keysOf({ properties = {} }: Node, prefix: string): string[] {
  return Object.entries(properties).flatMap(([key, node]) => [
    prefix + key,
    ...keysOf(node, `${prefix}${key}.`),
  ])
}
