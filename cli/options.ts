// The options that commands share.
import type { Options } from 'yargs'
import { UsageFault } from './usage-error.ts'

/** An empty text would stand for this folder, which nobody who writes `--out "$DIR"` means. */
const named = (option: string) => (value: string | undefined) => {
  if (value === '') throw new UsageFault(`\`--${option}\` needs a value`)
  return value
}

export const configOptions = {
  config: {
    type: 'string',
    describe: 'The config (default: system.config.ts, .mts, .js, .mjs or .json in this folder)',
    requiresArg: true,
    coerce: named('config'),
  },
  out: {
    type: 'string',
    describe: 'The output folder (default: infra, beside the config)',
    requiresArg: true,
    coerce: named('out'),
  },
  format: {
    choices: ['text', 'json'],
    default: 'text',
    describe: 'Words for a person on stderr, or data on stdout',
    requiresArg: true,
  },
} as const satisfies Record<string, Options>

export const buildOptions = {
  ...configOptions,
  force: {
    type: 'boolean',
    default: false,
    describe: 'Overwrite artifacts that were edited by hand, and files in the way',
  },
} as const satisfies Record<string, Options>
