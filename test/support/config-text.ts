// Texts of configs, and of what they import, for a folder to hold.
import type { Files } from './reported.ts'

/** A config that is fine, with lines before it and keys in `app`. */
export const config = (head = '', app = '', version = "'v1'"): string => `${head}
export default {
  app: { name: 'shop', artifact: { file: './shop' }, ${app} },
  version: ${version},
  scaling: { region: 'ams3' },
}
`

export const json =
  '{"app":{"name":"shop","artifact":{"file":"./shop"}},"version":"v1","scaling":{"region":"ams3"}}'

export const npmPackage = (name: string, manifest: object, code: string): Files => ({
  [`node_modules/${name}/package.json`]: JSON.stringify({ name, ...manifest }),
  [`node_modules/${name}/index.js`]: code,
})

export const ts = (text: string): Files => ({ 'system.config.ts': text })
