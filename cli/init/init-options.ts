// The options of `immuc init`: each answers a question that would be asked.
import type { KnownOptions } from '../command.ts'

export const initOptions = {
  name: { type: 'string', describe: 'Name of the app', requiresArg: true },
  artifact: {
    type: 'string',
    describe: "The app's one executable file: a URL, or a file in this folder",
    requiresArg: true,
    completes: 'file',
  },
  'version-tag': {
    type: 'string',
    describe: 'Version, as the release is tagged',
    requiresArg: true,
  },
  region: {
    type: 'string',
    describe: 'Region of DigitalOcean, such as ams3',
    requiresArg: true,
    completes: 'region',
  },
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
} as const satisfies KnownOptions
