// The table of commands: everything that the command line knows of them. A row's `load` names the
// file that is loaded when its command runs.
import { type Command, command } from './command.ts'
import { buildOptions, configOptions } from './options.ts'

export const commands: Readonly<Record<string, Command>> = {
  build: command({
    describe: 'Compile the config and write the artifacts',
    options: buildOptions,
    load: async () => (await import('./commands/build.ts')).build,
  }),
  check: command({
    describe: 'Compare the artifacts with the config; write nothing',
    options: configOptions,
    load: async () => (await import('./commands/check.ts')).check,
  }),
  schema: command({
    describe: 'Print the JSON Schema of the config',
    options: {},
    load: async () => (await import('./commands/schema.ts')).schema,
  }),
}
