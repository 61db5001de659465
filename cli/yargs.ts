// The words of the command line → a command that runs with its options, or help, or what is wrong
// with the words, by yargs. Nothing has run when something is wrong with them.
import type { Argv } from 'yargs'
import { attach, type Command } from './command.ts'
import { usageFault } from './usage-fault.ts'
import { version } from './version.ts'

type Commands = Readonly<Record<string, Command>>

export async function parseWithYargs(
  words: readonly string[],
  commands: Commands,
  run: (command: Command, given: Readonly<Record<string, unknown>>) => Promise<void>,
): Promise<void> {
  const parser = await configured(words, commands, run)
  await parser.parseAsync()
}

/** What `--help` prints of a command; of all for an empty name. */
export async function helpText(name: string, commands: Commands): Promise<string> {
  const parser = await configured(name === '' ? [] : [name], commands)
  return parser.getHelp()
}

const description =
  'Compiles system.config.ts into Terraform, Packer, Ansible, systemd and cloud-init files.'

/** A narrower terminal wraps earlier. */
export const helpColumns = 80

async function configured(
  words: readonly string[],
  commands: Commands,
  run: Parameters<typeof parseWithYargs>[2] = async () => {},
): Promise<Argv> {
  // It is an ES module: older Nodes can't `require` one, and none can out of an archive of Yarn's.
  const { default: yargs } = await import('yargs')
  const parser = yargs([...words])
    .scriptName('immuc')
    .usage(`$0 COMMAND\n\n${description}`)
    .demandCommand(1, 'a command is missing')
    .strict()
    .version(version)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(helpColumns, process.stdout.columns ?? helpColumns))
    .locale('en')
    .parserConfiguration({
      'boolean-negation': false,
      'dot-notation': false,
      // Given twice, the last one counts.
      'duplicate-arguments-array': false,
    })
    .exitProcess(false)
    // It has to throw: yargs would go on and run the command.
    .fail((message, failure?: Error) => {
      const isOurs = failure !== undefined && failure.name !== 'YError'
      throw isOurs ? failure : usageFault(message, words, commands)
    })
  for (const [name, command] of Object.entries(commands)) {
    attach(parser, name, command, (given) => run(command, given))
  }
  return parser
}
