// The cgroup of a machine: a folder of cgroup2's hierarchy, made, and removed with what a killed run
// has left of others.
import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const cgroupRoot = (): string | undefined =>
  fs
    .readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .find((mount) => mount[2] === 'cgroup2')?.[1]

/** Whether there is a place for one that this user may write to. */
export function hasCgroups(): boolean {
  try {
    fs.accessSync(cgroupRoot() ?? '', fs.constants.W_OK)
    return true
  } catch {
    return false
  }
}

const cgroupPrefix = 'immuc-test-'

export const makeCgroup = (): string =>
  fs.mkdtempSync(join(cgroupRoot() ?? '', `${cgroupPrefix}${process.pid}-`))

/** Removes the cgroups that a killed run could not: those whose process is gone. */
export function sweepCgroups(): void {
  const top = cgroupRoot() ?? ''
  for (const name of fs.readdirSync(top).filter((entry) => entry.startsWith(cgroupPrefix))) {
    const owner = name.slice(cgroupPrefix.length).split('-')[0]
    if (!fs.existsSync(`/proc/${owner}`)) tryRemoveCgroup(join(top, name))
  }
}

export async function removeCgroup(folder: string): Promise<void> {
  for (let tries = 0; tries < 50 && !tryRemoveCgroup(folder); tries++) await sleep(20)
}

/** Depth first, folders only: a cgroup's files go with it. False while a process remains. */
function tryRemoveCgroup(folder: string): boolean {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true })
    for (const entry of entries) if (entry.isDirectory()) tryRemoveCgroup(join(folder, entry.name))
    fs.rmdirSync(folder)
    return true
  } catch {
    return false
  }
}
