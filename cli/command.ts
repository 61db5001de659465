// One command: its line in the help, its options, and what it starts.
import type { ArgumentsCamelCase, Argv, InferredOptionTypes, Options } from 'yargs'
import type { Terminal } from './terminal.ts'

/** Ends with the exit code. */
type Start = (terminal: Terminal) => Promise<number> | number

export type Command = {
  options: Readonly<Record<string, Options>>
  /** Makes it known under a name, which may be followed by its positional arguments. */
  attach: (yargs: Argv, name: string, run: (start: Start) => Promise<void>) => void
}

export function command<Known extends Readonly<Record<string, Options>>>(
  describe: string,
  options: Known,
  start: (
    options: ArgumentsCamelCase<InferredOptionTypes<Known>>,
    terminal: Terminal,
  ) => Promise<number> | number,
): Command {
  return {
    options,
    attach: (yargs, name, run) => {
      yargs.command(name, describe, options, (given) => run((terminal) => start(given, terminal)))
    },
  }
}
