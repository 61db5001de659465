// Processes to guard -> none of them outlives this process, however it dies: a tiny shell waits at a
// pipe, and when the pipe closes it signals whatever it was told of and not told to forget.
import { spawn } from 'node:child_process'

/** A process id, or a negative one for a process group. */
export type Guard = {
  add: (target: number, signal?: 'KILL' | 'QUIT') => void
  drop: (target: number) => void
  /** Signals what is left, as at a sudden end, and settles when the shell is gone. */
  close: () => Promise<void>
}

// QUIT is for servers that must remove shared memory; those who do not go get KILL.
const script = `
trap '' INT TERM HUP
targets=
while read -r word target; do
  kept=
  for one in $targets; do [ "\${one#*:}" = "\${target#*:}" ] || kept="$kept $one"; done
  targets=$kept
  [ "$word" != add ] || targets="$targets $target"
done
for one in $targets; do kill -s "\${one%%:*}" -- "\${one#*:}"; done
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  left=
  for one in $targets; do
    case $one in QUIT:*) ! kill -s 0 -- "\${one#*:}" || left="$left $one" ;; esac
  done
  [ -n "$left" ] || exit 0
  sleep 0.2
done
for one in $left; do kill -s KILL -- "\${one#*:}"; done
`

export function startGuard(): Guard {
  // A session of its own: a Ctrl-C at the terminal must not reach it.
  const shell = spawn('sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new Promise<void>((settle) => shell.once('close', () => settle()))
  shell.stdin.on('error', () => {})
  shell.unref()
  const say = (line: string) => void shell.stdin.write(`${line}\n`)
  return {
    add: (target, signal = 'KILL') => say(`add ${signal}:${target}`),
    drop: (target) => say(`drop ${target}`),
    close: () => {
      shell.ref()
      shell.stdin.end()
      return ended
    },
  }
}
