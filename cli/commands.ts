// The table of commands: everything that the command line knows of them. A row's `load` names the
// file that is loaded when its command runs.
import { type Command, command } from './command.ts'
import {
  buildOptions,
  configOptions,
  diffOptions,
  graphOptions,
  referenceOptions,
  rehearseOptions,
  rehearsePositionals,
} from './options.ts'

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
  diff: command({
    describe: 'Say what the config changes, against the committed one',
    options: diffOptions,
    positionals: {
      ref: { type: 'string', default: 'HEAD', describe: 'The commit to compare with' },
    },
    load: async () => (await import('./commands/diff.ts')).diff,
  }),
  graph: command({
    describe: 'Draw the system as a picture',
    options: graphOptions,
    load: async () => (await import('./commands/graph.ts')).graph,
  }),
  explain: command({
    describe: 'Explain a key of the config or the code of an error; without one, list them all',
    options: referenceOptions,
    positionals: {
      topic: { type: 'string', describe: 'Such as scaling.size, or unknown-size' },
    },
    load: async () => (await import('./commands/explain.ts')).explain,
  }),
  rehearse: command({
    describe: 'Deploy on this machine, under load, and count what is lost',
    options: rehearseOptions,
    positionals: rehearsePositionals,
    load: async () => (await import('./commands/rehearse.ts')).rehearse,
  }),
  schema: command({
    describe: 'Print the JSON Schema of the config',
    options: {},
    load: async () => (await import('./commands/schema.ts')).schema,
  }),
}
