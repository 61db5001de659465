// A unit's text -> how it goes when it is started on a machine of its own, and what systemd-analyze
// says of it.
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Machine, withSystemd } from './systemd.ts'
import { execute, type MachineFile, type Ran, within, writeFiles } from './systemd-commands.ts'
import type { Seen } from './systemd-seen.ts'
import { findExecutable, type Need } from './tools.ts'
import { until } from './until.ts'

export type UnitRun = {
  /** Such as `app.service`. */
  name: string
  unit: string
  files?: MachineFile[]
  /** Stop the unit once it runs (the default), or leave it time to end by itself. */
  until?: 'started' | 'ended'
  /** Runs while the unit does. */
  probe?: (machine: Machine) => Promise<void>
  seconds?: number
}

export type UnitOutcome = {
  start: Ran
  /** Of the main process once started; undefined when it was already gone. */
  seen: Seen | undefined
  stopSeconds: number
  /** After the stop. */
  properties: Record<string, string>
  journal: string
}

export const systemdAnalyze: Need = {
  name: 'systemd-analyze 252+',
  present: () => findExecutable('systemd-analyze') !== undefined,
}

/** Starts one unit on a machine of its own and reports how it went. */
export function runUnit(asked: UnitRun): Promise<UnitOutcome> {
  const { name, unit, files = [], seconds = 30 } = asked
  const unitFile = { path: `/etc/systemd/system/${name}`, mode: 0o644, content: unit }
  return withSystemd([unitFile, ...files], async (machine) => {
    const start = await machine.run(['systemctl', 'start', name], seconds)
    const seen = await machine.seen(name)
    await asked.probe?.(machine)
    if (asked.until === 'ended') await unitEnded(machine, name, seconds)
    const before = performance.now()
    await machine.run(['systemctl', 'stop', name], seconds)
    const stopSeconds = (performance.now() - before) / 1000
    const properties = await machine.show(name)
    return { start, seen, stopSeconds, properties, journal: await machine.journal(name) }
  })
}

const unitEnded = (machine: Machine, name: string, seconds: number): Promise<void> =>
  until(
    `${name} ends`,
    async () => ['inactive', 'failed'].includes((await machine.show(name)).ActiveState ?? ''),
    seconds,
  )

/**
 * `systemd-analyze verify` of a unit on a root that holds the stock units and these files, which
 * must include the programs that the unit names.
 */
export async function verifyUnit(
  name: string,
  unit: string,
  files: MachineFile[] = [],
): Promise<Ran> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'immuc-verify-'))
  try {
    const stock = '/usr/lib/systemd/system'
    fs.cpSync(stock, join(folder, stock), { recursive: true, verbatimSymlinks: true })
    writeFiles(folder, [{ path: `/etc/systemd/system/${name}`, content: unit }, ...files])
    const verify = ['systemd-analyze', 'verify', '--man=no', '--recursive-errors=no']
    return await execute([...within(60), ...verify, `--root=${folder}`, name])
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** `systemd-analyze security`: 0 is a full sandbox, 10 is none. */
export async function unitExposure(
  name: string,
  unit: string,
): Promise<{ exposure: number; output: string }> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'immuc-security-'))
  try {
    writeFiles(folder, [{ path: `/${name}`, content: unit }])
    const security = ['systemd-analyze', 'security', '--offline=true', '--no-pager']
    const { stdout, stderr } = await execute([...within(60), ...security, join(folder, name)])
    const overall = stdout.match(/Overall exposure level for .*: ([\d.]+) /)
    if (overall === null) throw new Error(`systemd-analyze security: ${stdout}${stderr}`)
    return { exposure: Number(overall[1]), output: stdout }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
