// A folder → a filesystem mirror in it from which `terraform init` installs this provider, and the
// CLI configuration that names the mirror. The version folder holds only a shim that never changes:
// the lock file has a digest of it, so code that changed there would be refused.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { arch, platform } from 'node:os'
import { join, resolve } from 'node:path'
import { providerAddress } from './serve-provider.ts'

export type MirrorOptions = {
  readonly folder: string
  /** What starts the provider: a program and its arguments, by absolute paths. */
  readonly command: readonly string[]
  /** The version that Terraform is told; it must satisfy the configuration. */
  readonly version?: string
}

const goNames: { readonly [name: string]: string } = { x64: 'amd64', ia32: '386', win32: 'windows' }
const goName = (name: string): string => goNames[name] ?? name

/** The text for TF_CLI_CONFIG_FILE. */
export function installMirror({ folder, command, version = '2.99.1' }: MirrorOptions): string {
  const system = `${goName(platform())}_${goName(arch())}`
  const target = join(folder, providerAddress, version, system)
  const shim = join(target, `terraform-provider-digitalocean_v${version}`)
  mkdirSync(target, { recursive: true })
  writeFileSync(shim, `#!/bin/sh\nexec ${command.map(quoted).join(' ')} "$@"\n`)
  chmodSync(shim, 0o755)
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(resolve(folder))}
    include = ["${providerAddress}"]
  }
}
`
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`
