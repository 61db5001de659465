// Folders where terraform keeps providers → the newest real `digitalocean` provider that is installed
// on this machine, and a configuration by which terraform takes it from there and asks no network.
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { arch, homedir, platform } from 'node:os'
import { join } from 'node:path'
import { providerAddress } from '../cloud/provider/serve-provider.ts'

export type InstalledProvider = { mirror: string; version: string }

/** The first folder that has one counts; the artifacts' own comes first. */
export function installedProvider(artifacts: string): InstalledProvider | undefined {
  for (const mirror of folders(artifacts)) {
    const version = versionsIn(mirror).at(-1)
    if (version !== undefined) return { mirror, version }
  }
  return undefined
}

function folders(artifacts: string): string[] {
  const { TF_DATA_DIR, TF_PLUGIN_CACHE_DIR, XDG_DATA_HOME, XDG_DATA_DIRS } = process.env
  const home = homedir()
  return [
    join(TF_DATA_DIR ?? join(artifacts, 'terraform/.terraform'), 'providers'),
    ...(TF_PLUGIN_CACHE_DIR ? [TF_PLUGIN_CACHE_DIR] : []),
    join(home, '.terraform.d/plugin-cache'),
    join(home, '.terraform.d/plugins'),
    join(XDG_DATA_HOME ?? join(home, '.local/share'), 'terraform/plugins'),
    ...(XDG_DATA_DIRS ?? '/usr/local/share:/usr/share')
      .split(':')
      .map((folder) => join(folder, 'terraform/plugins')),
  ]
}

const goArch: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }

/** That the generated configuration accepts: `>= 2.95.0, < 3`. */
function versionsIn(mirror: string): string[] {
  const folder = join(mirror, providerAddress)
  const system = `${platform()}_${goArch[arch()] ?? arch()}`
  return entries(folder)
    .filter((version) => {
      const [major, minor] = version.split('.').map(Number)
      return major === 2 && (minor ?? 0) >= 95 && existsSync(join(folder, version, system))
    })
    .sort((a, b) => minorOf(a) - minorOf(b))
}

const minorOf = (version: string): number => {
  const [, minor = 0, patch = 0] = version.split('.').map(Number)
  return minor * 1000 + patch
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** The path of the file for TF_CLI_CONFIG_FILE. */
export function writeMirrorConfig({ mirror }: InstalledProvider, file: string): string {
  const [path, address] = [JSON.stringify(mirror), JSON.stringify(providerAddress)]
  const text = `provider_installation {
  filesystem_mirror {
    path    = ${path.replaceAll('${', '$${').replaceAll('%{', '%%{')}
    include = [${address}]
  }
}
`
  writeFileSync(file, text)
  return file
}
