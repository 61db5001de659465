import { defineSystem } from 'immuc'
import { env } from './environment.ts'

// A download with checksum, a command with every awkward argument, and an environment that is
// imported and computed.
export default defineSystem({
  app: {
    name: 'two-words',
    artifact: {
      url: 'https://github.com/acme/shop/releases/download/{version}/shop',
      sha256: '9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08',
    },
    packages: ['ca-certificates', 'libpq5=17.2-1'],
    command: [
      '/opt/two-words/two-words',
      '--greeting',
      'say "hi" for $5 at 100%',
      '',
      'a\\b\nc',
      '{{ x }}',
    ],
    env,
  },
  version: '2026.11.1+build.5',
  database: {},
  scaling: { region: 'nyc3' },
})
