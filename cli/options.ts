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
    choices: ['text', 'json', 'github'],
    default: 'text',
    describe: 'Words for a person on stderr, data on stdout, or annotations of GitHub Actions',
    requiresArg: true,
  },
} as const satisfies Record<string, Options>

export type DiagnosticsFormat = (typeof configOptions.format.choices)[number]

export const referenceOptions = {
  format: {
    choices: ['text', 'json'],
    default: 'text',
    describe: 'Words for a person, or data',
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

export const graphOptions = {
  config: configOptions.config,
  out: {
    type: 'string',
    describe: 'The file to write (default: stdout)',
    requiresArg: true,
    coerce: named('out'),
  },
  format: {
    choices: ['mermaid', 'svg', 'json'],
    default: 'mermaid',
    describe: 'How it is drawn',
    requiresArg: true,
  },
} as const satisfies Record<string, Options>

export const diffOptions = {
  config: configOptions.config,
  format: {
    choices: ['text', 'json', 'markdown'],
    default: 'text',
    describe: 'For a person, a program, or a pull request',
    requiresArg: true,
  },
  'exit-code': {
    type: 'boolean',
    default: false,
    describe: 'End with 1 if anything changes, as `git diff` does',
  },
} as const satisfies Record<string, Options>
