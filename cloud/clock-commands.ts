// A folder and a clock's server -> commands in that folder, for the front of PATH, by which scripts that
// sleep, look at the time and give an answer so many seconds follow the emulated clock.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isExecutable } from './is-executable.ts'

export function clockCommands(folder: string, clockUrl: string, scale: number): string {
  const real = (name: string) => realCommand(name, folder)
  mkdirSync(folder, { recursive: true })
  const scripts = {
    sleep: sleep(real('sleep'), real('curl'), clockUrl),
    date: date(real('date'), real('curl'), clockUrl),
    curl: curl(real('curl'), scale),
  }
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), text)
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

const ask = (curl: string, url: string) => `exec '${curl}' --silent --fail --noproxy '*' "${url}"`

/** What is no time, such as --help, the real one gets as it is. */
const sleep = (real: string, curl: string, clockUrl: string): string => `#!/bin/sh
seconds=$(printf '%s\\n' "$@" | LC_ALL=C awk '
  BEGIN { unit[""] = unit["s"] = 1; unit["m"] = 60; unit["h"] = 3600; unit["d"] = 86400 }
  !/^([0-9]+\\.?[0-9]*|\\.[0-9]+)[smhd]?$/ { exit strange = 1 }
  { word = $0; letter = gsub(/[smhd]/, "", word) ? substr($0, length($0)) : ""; sum += word * unit[letter] }
  END { if (strange) exit 1; printf "%.6f", sum }
') || exec '${real}' "$@"
${ask(curl, `${clockUrl}/sleep/$seconds`)}
`

const date = (real: string, curl: string, clockUrl: string): string => `#!/bin/sh
[ "$*" = '+%s' ] || exec '${real}' "$@"
${ask(curl, `${clockUrl}/now`)}
`

/** A server here answers no faster on a faster clock, so a second is left to it in any case. */
const curl = (real: string, scale: number): string => `#!/bin/sh
before=
for word; do
  shift
  if [ "$before" = --max-time ]; then
    word=$(LC_ALL=C awk -v seconds="$word" 'BEGIN { least = seconds / ${scale}; printf "%.3f", least < 1 ? 1 : least }')
  fi
  set -- "$@" "$word"
  before=$word
done
exec '${real}' "$@"
`

function realCommand(name: string, own: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== own)
  const found = folders.map((folder) => join(folder, name)).find(isExecutable)
  return found ?? `/bin/${name}`
}
