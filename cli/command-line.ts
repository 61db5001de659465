// The words of the command line → a command that runs with its options, or help, or what is wrong
// with the words. Nothing has run when something is wrong with them.
import type { Argv } from 'yargs'
import { type Command, command } from './command.ts'
import { build } from './commands/build.ts'
import { check } from './commands/check.ts'
import { init } from './commands/init.ts'
import { schema } from './commands/schema.ts'
import { exitCode } from './exit-code.ts'
import { buildOptions, configOptions, initOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import { UsageFault, usageFault } from './usage-fault.ts'
import { version } from './version.ts'

const commands: Readonly<Record<string, Command>> = {
  init: command('Write a system.config.ts for the app in this folder', initOptions, init),
  build: command('Compile the config and write the artifacts', buildOptions, build),
  check: command('Compare the artifacts with the config; write nothing', configOptions, check),
  schema: command('Print the JSON Schema of the config', {}, (_options, terminal) =>
    schema(terminal),
  ),
}

const optionNames = new Map(
  Object.entries(commands).map(([name, { options }]) => [
    name,
    [...Object.keys(options), 'help', 'version'],
  ]),
)

export async function runCommandLine(words: string[], terminal: Terminal): Promise<number> {
  const { default: yargs } = await import('yargs')
  let code: number = exitCode.fine
  const parser = configured(yargs(words), words)
  for (const [name, { attach }] of Object.entries(commands)) {
    attach(parser, name, async (start) => {
      code = await start(terminal)
    })
  }
  try {
    await parser.parseAsync()
    return code
  } catch (failure) {
    if (!(failure instanceof UsageFault)) throw failure
    terminal.say(`immuc: ${failure.message}\nSee: immuc --help`)
    return exitCode.usage
  }
}

const description =
  'Compiles system.config.ts into Terraform, Packer, Ansible, systemd and cloud-init files.'

const configured = (yargs: Argv, words: readonly string[]): Argv =>
  yargs
    .scriptName('immuc')
    .usage(`$0 COMMAND\n\n${description}`)
    .demandCommand(1, 'a command is missing')
    .strict()
    .version(version)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns ?? 80))
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
      throw isOurs ? failure : usageFault(message, words, optionNames)
    })
