// The options that commands share.
import type { Options } from 'yargs'
import { UsageFault } from './usage-fault.ts'

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

export const initOptions = {
  name: { type: 'string', describe: 'Name of the app', requiresArg: true },
  artifact: {
    type: 'string',
    describe: "The app's one executable file: a URL, or a file in this folder",
    requiresArg: true,
  },
  'version-tag': {
    type: 'string',
    describe: 'Version, as the release is tagged',
    requiresArg: true,
  },
  region: { type: 'string', describe: 'Region of DigitalOcean, such as ams3', requiresArg: true },
  domain: { type: 'string', describe: 'DNS name that clients use', requiresArg: true },
  'gate-from': {
    type: 'string',
    describe: 'Addresses that `terraform apply` is run from, with commas between',
    requiresArg: true,
  },
  port: { type: 'number', describe: 'TCP port that the app listens on', requiresArg: true },
  yes: {
    type: 'boolean',
    default: false,
    describe: 'Ask nothing: take what is found and proposed',
  },
} as const satisfies Record<string, Options>
