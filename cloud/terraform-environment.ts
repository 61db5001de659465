// A cloud -> the variables by which a terraform started here uses it and nothing else: no user's own
// configuration, no network, no token but the made-up one, and a `sleep` that follows the clock's scale.
import { accessSync, chmodSync, constants, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type TerraformEnvironment = { readonly [name: string]: string }

type Surroundings = { apiUrl: string; token: string; scale: number; stateFolder: string }

export function terraformEnvironment(from: Surroundings): TerraformEnvironment {
  const { apiUrl, token, scale } = from
  return {
    DIGITALOCEAN_TOKEN: token,
    DIGITALOCEAN_API_URL: apiUrl,
    TF_CLI_CONFIG_FILE: '/dev/null',
    CHECKPOINT_DISABLE: '1',
    ...(scale > 1 && { PATH: `${fasterSleep(from)}${delimiter}${process.env.PATH ?? ''}` }),
  }
}

/** The scripts of a rollout sleep in real seconds; here they wait as much shorter as the clock is faster. */
function fasterSleep({ stateFolder, scale }: Surroundings): string {
  const folder = join(stateFolder, 'bin')
  const path = join(folder, 'sleep')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, script(realSleep(folder), scale))
  chmodSync(path, 0o755)
  return folder
}

/** What is no time, such as --help, the real one gets as it is. */
const script = (real: string, scale: number): string => `#!/bin/sh
seconds=$(printf '%s\\n' "$@" | LC_ALL=C awk -v scale=${scale} '
  BEGIN { unit[""] = unit["s"] = 1; unit["m"] = 60; unit["h"] = 3600; unit["d"] = 86400 }
  !/^([0-9]+\\.?[0-9]*|\\.[0-9]+)[smhd]?$/ { exit strange = 1 }
  { word = $0; letter = gsub(/[smhd]/, "", word) ? substr($0, length($0)) : ""; sum += word * unit[letter] }
  END { if (strange) exit 1; printf "%.6f", sum / scale }
') || exec '${real}' "$@"
exec '${real}' "$seconds"
`

function realSleep(own: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== own)
  const found = folders.map((folder) => join(folder, 'sleep')).find(isExecutable)
  return found ?? '/bin/sleep'
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
