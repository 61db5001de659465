// The demo app as it ships: one file, which the build puts here; from the sources, the one in app/.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

declare const DEMO_APP: string | undefined

export const demoApp = (): Uint8Array =>
  typeof DEMO_APP === 'undefined'
    ? readFileSync(join(process.cwd(), 'app/dist/app'))
    : Buffer.from(DEMO_APP ?? '')
