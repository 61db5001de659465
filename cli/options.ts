// The options that commands share.
import type { KnownOptions, Positionals } from './command.ts'
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
    completes: 'file',
  },
  out: {
    type: 'string',
    describe: 'The output folder (default: infra, beside the config)',
    requiresArg: true,
    coerce: named('out'),
    completes: 'folder',
  },
  format: {
    choices: ['text', 'json', 'github'],
    default: 'text',
    describe: 'Words for a person on stderr, data on stdout, or annotations of GitHub Actions',
    requiresArg: true,
  },
} as const satisfies KnownOptions

export type DiagnosticsFormat = (typeof configOptions.format.choices)[number]

export const referenceOptions = {
  format: {
    choices: ['text', 'json'],
    default: 'text',
    describe: 'Words for a person, or data',
    requiresArg: true,
  },
} as const satisfies KnownOptions

export const buildOptions = {
  ...configOptions,
  force: {
    type: 'boolean',
    default: false,
    describe: 'Overwrite artifacts that were edited by hand, and files in the way',
  },
  watch: {
    type: 'boolean',
    default: false,
    describe: 'Build again whenever a file that the config is made from changes',
  },
} as const satisfies KnownOptions

export const graphOptions = {
  config: configOptions.config,
  out: {
    type: 'string',
    describe: 'The file to write (default: stdout)',
    requiresArg: true,
    coerce: named('out'),
    completes: 'file',
  },
  format: {
    choices: ['mermaid', 'svg', 'json'],
    default: 'mermaid',
    describe: 'How it is drawn',
    requiresArg: true,
  },
} as const satisfies KnownOptions

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
} as const satisfies KnownOptions

const between = (option: string, least: number, most: number) => (value: number) => {
  if (value >= least && value <= most) return value
  throw new UsageFault(`\`--${option}\` must be a number from ${least} to ${most}`)
}

export const rehearsePositionals = {
  scenario: {
    choices: ['deploy', 'scale-out', 'scale-in', 'rollback', 'bad-release', 'all'],
    default: 'deploy',
    describe: 'What is rehearsed',
  },
} as const satisfies Positionals

export const rehearseOptions = {
  config: configOptions.config,
  out: {
    ...configOptions.out,
    describe: 'The output folder, whose provider is used (default: infra, beside the config)',
  },
  from: {
    type: 'string',
    default: 'HEAD',
    describe: 'The commit whose config is there before',
    requiresArg: true,
    coerce: named('from'),
    completes: 'commit',
  },
  artifact: {
    type: 'string',
    describe: 'A copy of the artifact on this machine (default: what the config names)',
    requiresArg: true,
    coerce: named('artifact'),
    completes: 'file',
  },
  rate: {
    type: 'number',
    default: 40,
    describe: 'Requests a second',
    requiresArg: true,
    coerce: between('rate', 1, 1000),
  },
  speed: {
    type: 'number',
    default: 20,
    describe: 'How many times faster than real time',
    requiresArg: true,
    coerce: between('speed', 1, 100),
  },
  report: {
    type: 'string',
    default: 'rehearsal.html',
    describe: "The report page; a file that is none of immuc's stays as it is",
    requiresArg: true,
    coerce: named('report'),
    completes: 'file',
  },
  format: referenceOptions.format,
} as const satisfies KnownOptions
