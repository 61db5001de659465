// The words of the command line → the exit code of the command that they start. yargs reads them,
// unless they are so plain that its answer is known without loading it.
import type { Command } from './command.ts'
import { commands } from './commands.ts'
import { exitCode } from './exit-code.ts'
import { plainWords } from './plain-words.ts'
import type { Terminal } from './terminal.ts'
import { UsageFault } from './usage-error.ts'
import { version } from './version.ts'

/** A narrower terminal is for yargs to wrap for. */
const helpColumns = 80

export async function runCommandLine(words: string[], terminal: Terminal): Promise<number> {
  try {
    return await start(words, terminal)
  } catch (failure) {
    if (!(failure instanceof UsageFault)) throw failure
    terminal.say(`immuc: ${failure.message}\nSee: ${helpFor(words)}`)
    return exitCode.usage
  }
}

function helpFor([name = '']: readonly string[]): string {
  return Object.hasOwn(commands, name) ? `immuc ${name} --help` : 'immuc --help'
}

async function start(words: string[], terminal: Terminal): Promise<number> {
  const understood = plainWords(words, commands)
  switch (understood?.kind) {
    case 'run':
      return understood.command.run(understood.given, terminal)
    case 'help':
      return help(understood.of, words, terminal)
    case 'version':
      terminal.data(`${version}\n`)
      return exitCode.fine
    default:
      return runWithYargs(words, terminal)
  }
}

async function help(name: string, words: string[], terminal: Terminal): Promise<number> {
  if (terminal.columns < helpColumns) return runWithYargs(words, terminal)
  const { helpTexts } = await import('./help-texts.ts')
  const text = helpTexts[name]
  if (text === undefined) return runWithYargs(words, terminal)
  terminal.data(`${text}\n`)
  return exitCode.fine
}

async function runWithYargs(words: string[], terminal: Terminal): Promise<number> {
  const { parseWithYargs } = await import('./yargs.ts')
  let code: number = exitCode.fine
  await parseWithYargs(words, commands, async (command: Command, given) => {
    code = await command.run(given, terminal)
  })
  return code
}
