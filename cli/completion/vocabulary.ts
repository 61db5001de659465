// The table of commands → what a shell has to know of it, in the order of the table.
import type { Command, Completes } from '../command.ts'

export type Values = NonNullable<Completes['completes']> | 'text' | readonly string[]

export type Word = {
  /** `--config`. */
  name: string
  describe: string
  /** Absent: it takes no value. */
  values?: Values
}

export type CommandWords = {
  name: string
  describe: string
  options: readonly Word[]
  /** The one word that it takes besides. */
  argument?: { describe: string; values: Values }
}

const everywhere: readonly Word[] = [
  { name: '--help', describe: 'Show help' },
  { name: '--version', describe: 'Show the version number' },
]

export const vocabulary = (commands: Readonly<Record<string, Command>>): CommandWords[] =>
  Object.entries(commands).map(([name, { describe, options, positionals }]) => {
    const [argument] = Object.values(positionals)
    return {
      name,
      describe,
      options: [
        ...Object.entries(options).map(([option, row]) => word(option, row)),
        ...everywhere,
      ],
      ...(argument && {
        argument: { describe: argument.describe ?? '', values: valuesOf(argument) },
      }),
    }
  })

type Row = Completes & { choices?: unknown; type?: unknown; describe?: unknown }

function word(name: string, row: Row): Word {
  const takesValue = row.type !== 'boolean'
  return {
    name: `--${name}`,
    describe: typeof row.describe === 'string' ? row.describe : '',
    ...(takesValue && { values: valuesOf(row) }),
  }
}

function valuesOf({ choices, completes }: Row): Values {
  return Array.isArray(choices) ? choices.map(String) : (completes ?? 'text')
}
