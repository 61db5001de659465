// The words of the command line → a command that runs with its options, or help, or what is wrong
// with the words. Nothing has run when something is wrong with them.
import type { Argv } from 'yargs'
import { attach } from './command.ts'
import { commands } from './commands.ts'
import { exitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'
import { UsageFault, usageFault } from './usage-fault.ts'
import { version } from './version.ts'

export async function runCommandLine(words: string[], terminal: Terminal): Promise<number> {
  const { default: yargs } = await import('yargs')
  let code: number = exitCode.fine
  const parser = configured(yargs(words), words)
  for (const [name, command] of Object.entries(commands)) {
    attach(parser, name, command, async (given) => {
      code = await command.run(given, terminal)
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
      throw isOurs ? failure : usageFault(message, words, commands)
    })
