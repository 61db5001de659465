// A root file system and a config drive -> a system that runs on it in systemd-nspawn, with what it
// writes to its console, until it is shut down or its power is cut.
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { enterGroups, killGroups } from './cgroup.ts'
import { insideOf } from './inside.ts'
import { addInterfaces, enterNamespace, removeInterfaces } from './interfaces.ts'

export type System = {
  isOn: () => boolean
  /** The process that holds the system; its first child is PID 1 inside. */
  pid: () => number | undefined
  on: () => Promise<void>
  /** Settles when it is off; asks only once, since nspawn takes the second time for a cut. */
  shutdown: () => Promise<void>
  cut: () => Promise<void>
}

type State = {
  id: number
  folder: string
  child: ChildProcess | undefined
  off: Promise<void>
  isAsked: boolean
}

/** Below `folder`: the mounted `root`, the `config-drive`, and `console.log`. */
export function makeSystem(id: number, folder: string, told: (what: string) => void): System {
  const state: State = { id, folder, child: undefined, off: Promise.resolve(), isAsked: false }
  return {
    isOn: () => state.child !== undefined,
    pid: () => state.child?.pid,
    on: () => switchOn(state, told),
    shutdown: () => {
      if (!state.isAsked) state.child?.kill('SIGTERM')
      state.isAsked = true
      return state.off
    },
    cut: () => cut(state),
  }
}

/** Nspawn alone could be killed without the system that it started. */
async function cut(state: State): Promise<void> {
  while (state.child !== undefined) {
    killGroups(groupOf(state.id))
    await Promise.race([state.off, sleep(100)])
  }
}

const groupOf = (id: number): string => `${insideOf().cgroup}/d${id}`

// It waits for a word before it becomes nspawn: by then it is in a control group of its own, which two
// machines must not share.
const gate = 'read -r go && exec "$@" </dev/null'

async function switchOn(state: State, told: (what: string) => void): Promise<void> {
  const { id, folder } = state
  if (state.child !== undefined) return
  await addInterfaces(id)
  const child = spawn('sh', ['-c', gate, 'sh', ...enterNamespace(id), ...nspawn(id, folder)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  state.child = child
  state.isAsked = false
  const log = createWriteStream(join(folder, 'console.log'), { flags: 'a' })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  state.off = new Promise((settle) => {
    child.once('error', settle)
    child.once('close', settle)
  }).then(async () => {
    log.end()
    state.child = undefined
    await removeInterfaces(id)
    told('powered-off')
  })
  if (child.pid !== undefined) enterGroups(groupOf(id), child.pid)
  child.stdin.end('go\n')
  told('booting')
}

const nspawn = (id: number, folder: string): string[] => [
  ...['systemd-nspawn', '--quiet', `--directory=${join(folder, 'root')}`, `--machine=d${id}`],
  ...['--network-interface=eth0', '--network-interface=eth1', '--register=no', '--keep-unit'],
  ...['--console=pipe', '--resolv-conf=off', '--timezone=off', '--link-journal=no'],
  ...[`--bind-ro=${join(folder, 'config-drive')}:/config-drive`, '--boot'],
]
