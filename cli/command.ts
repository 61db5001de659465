// One command: its line in the help, its words, and what it starts. That is loaded when the command
// runs, and nothing of it before.
import type {
  ArgumentsCamelCase,
  Argv,
  InferredOptionTypes,
  Options,
  PositionalOptions,
} from 'yargs'
import type { Terminal } from './terminal.ts'

/** The words that a command takes beside its options, in their order: `demandOption` for a must. */
export type Positionals = Readonly<
  Record<string, PositionalOptions & Pick<Options, 'demandOption'>>
>

export type KnownOptions = Readonly<Record<string, Options>>

/** Ends with the exit code. */
type Start<Given> = (given: Given, terminal: Terminal) => Promise<number> | number

type Row<Known extends KnownOptions, Words extends Positionals> = {
  describe: string
  options: Known
  positionals?: Words
  load: () => Promise<Start<ArgumentsCamelCase<InferredOptionTypes<Known & Words>>>>
}

export type Command = {
  describe: string
  options: KnownOptions
  positionals: Positionals
  /** The words of a command line as yargs gives them have been checked against this row. */
  run: (given: Readonly<Record<string, unknown>>, terminal: Terminal) => Promise<number>
}

export const command = <Known extends KnownOptions, Words extends Positionals>({
  describe,
  options,
  positionals,
  load,
}: Row<Known, Words>): Command => ({
  describe,
  options,
  positionals: positionals ?? {},
  run: async (given, terminal) => {
    const start = await load()
    return start(given as Parameters<typeof start>[0], terminal)
  },
})

/** Makes a command known under a name. */
export function attach(
  yargs: Argv,
  name: string,
  { describe, options, positionals }: Command,
  run: (given: Readonly<Record<string, unknown>>) => Promise<void>,
): void {
  const words = Object.entries(positionals)
  const shown = words.map(([word, { demandOption }]) => (demandOption ? `<${word}>` : `[${word}]`))
  yargs.command(
    [name, ...shown].join(' '),
    describe,
    (builder) => {
      for (const [word, positional] of words) builder.positional(word, positional)
      return builder.options(options)
    },
    run,
  )
}
