// The public module `immuc`: what a system.config.ts imports.
// Everything here returns plain data, so a config is JSON once it has been evaluated.
import type { Plain, Secret, SystemConfig } from './system-config.gen.ts'

export type { Plain, Secret, SystemConfig }

/**
 * Describes one system; the default export of `system.config.ts`.
 * It returns its argument unchanged: it is there for the editor's completion and checks.
 *
 * @example
 * export default defineSystem({
 *   app: { name: 'shop', artifact: { file: './dist/shop' } },
 *   version: 'v1.4.0',
 *   scaling: { region: 'ams3' },
 * })
 */
export function defineSystem(config: SystemConfig): SystemConfig {
  return config
}

/**
 * An environment variable whose value is given to Terraform and is no part of any artifact:
 * `STRIPE_KEY: secret()` becomes the sensitive variable `secret_stripe_key` without default.
 */
export function secret(): Secret {
  return { secret: true }
}

/**
 * An environment variable that immuc would take for a secret, such as a publishable key.
 * The value goes into the artifacts as it stands, for everyone to read.
 */
export function plain(value: string): Plain {
  return { plain: value }
}
