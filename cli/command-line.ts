// The words of the command line → a command and its options, or help, or what is wrong with them.
import type { Argv } from 'yargs'
import { build } from './commands/build.ts'
import { check } from './commands/check.ts'
import { schema } from './commands/schema.ts'
import { exitCode } from './exit-code.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

export async function runCommandLine(words: string[], terminal: Terminal): Promise<number> {
  const { default: yargs } = await import('yargs')
  let code: number = exitCode.fine
  const run = (command: Promise<number> | number) =>
    Promise.resolve(command).then((result) => {
      code = result
    })
  let usageFault: string | undefined

  await yargs(words)
    .scriptName('immuc')
    .usage(
      '$0 COMMAND\n\nCompiles system.config.ts into Terraform, Packer, Ansible, systemd and cloud-init files.',
    )
    .command('build', 'Compile the config and write the artifacts', buildOptions, (options) =>
      run(build(options, terminal)),
    )
    .command(
      'check',
      'Compare the artifacts with the config; write nothing',
      configOptions,
      (options) => run(check(options, terminal)),
    )
    .command('schema', 'Print the JSON Schema of the config', {}, () => run(schema(terminal)))
    .demandCommand(1, 'a command is missing')
    .strict()
    .recommendCommands()
    .version(version)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns ?? 80))
    .locale('en')
    .parserConfiguration({ 'duplicate-arguments-array': false })
    .exitProcess(false)
    .fail((message, failure) => {
      if (failure) throw failure
      usageFault = message
    })
    .parseAsync()

  if (usageFault === undefined) return code
  terminal.say(`immuc: ${usageFault}\nSee: immuc --help`)
  return exitCode.usage
}

const configOptions = (yargs: Argv) =>
  yargs
    .option('config', {
      type: 'string',
      describe: 'The config (default: system.config.ts, .mts, .js, .mjs or .json in this folder)',
      requiresArg: true,
    })
    .option('out', {
      type: 'string',
      describe: 'The output folder (default: infra, beside the config)',
      requiresArg: true,
    })
    .option('format', {
      choices: ['text', 'json'] as const,
      default: 'text' as const,
      describe: 'Words for a person on stderr, or data on stdout',
    })

const buildOptions = (yargs: Argv) =>
  configOptions(yargs).option('force', {
    type: 'boolean',
    default: false,
    describe: 'Overwrite artifacts that were edited by hand, and files in the way',
  })
