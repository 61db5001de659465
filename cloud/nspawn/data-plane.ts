// An enclosure's network, a clock and events -> what the API's changes come true by when droplets are
// machines: systemd-nspawn, nftables, HAProxy, and the name server and PostgreSQL that processes have.
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { defaultDelays } from '../api/delays.ts'
import type { Backend, Firewall, Settled } from '../backend.ts'
import type { DataPlane, DataPlaneOptions } from '../data-plane.ts'
import { databaseTable } from '../database/databases.ts'
import type { ResourceKind } from '../events.ts'
import { startGuard } from '../machines/guard.ts'
import { closeGround, type Ground } from '../network/ground.ts'
import { haproxies } from './balancers.ts'
import { type MachineFleet, makeMachineFleet } from './fleet.ts'
import { enforce, type Rules } from './rules.ts'

type Options = Pick<DataPlaneOptions, 'clock' | 'events' | 'delays'>

export function machinePlaneOn(ground: Ground, options: Options): DataPlane {
  const parts = partsOf(ground, options)
  const { fleet, databases, balancers, guard } = parts
  return {
    ...{ machines: fleet, databases, balancers, images: fleet.imageActions },
    ...rulesAndRecords(ground, options, parts),
    restore: (settled) => restore(settled, parts),
    bake: () => Promise.reject(new Error('with droplets as machines, packer bakes: packer build')),
    // Both look into processes of this one.
    machine: () => undefined,
    balancer: () => undefined,
    nameServer: { address: ground.nameServer.address, port: ground.nameServer.port },
    pids: () => [...fleet.all().flatMap(({ system }) => system.pid() ?? []), ...databases.pids()],
    close: async () => {
      await Promise.all([fleet.close(), databases.close(), balancers.close()])
      await guard.close()
      await closeGround(ground)
    },
  }
}

type Parts = ReturnType<typeof partsOf>

function partsOf({ block, stateFolder }: Ground, { clock, events, delays: given }: Options) {
  const delays = { ...defaultDelays, ...given }
  const guard = startGuard()
  const rules = { firewalls: [] as readonly Firewall[], assigned: new Map<string, number>() }
  const emit =
    (kind: ResourceKind, { id, name }: { id: string | number; name: string }) =>
    (what: string, detail: Record<string, unknown> = {}) =>
      events.emit({ kind, what, id: String(id), name, detail })
  const apply = inTurn(() => enforce(rulesNow(fleet, rules)))
  const fleet: MachineFleet = makeMachineFleet({
    ...{ clock, delays, block, folder: stateFolder, onChange: apply },
    emit: (machine) => emit('droplet', machine),
  })
  const databases = databaseTable({
    ...{ clock, delays, block, guard, folder: join(stateFolder, 'databases') },
    sourcesOf: (socket) => sourcesOf(fleet, socket),
    emit: (cluster, what, detail) => emit('database', cluster)(what, detail),
  })
  const balancers = haproxies({
    ...{ clock, block, folder: join(stateFolder, 'balancers') },
    ...{
      createMilliseconds: delays.loadBalancerCreate,
      applyMilliseconds: delays.loadBalancerApply,
    },
    emit: (balancer, what, detail) => emit('load-balancer', balancer)(what, detail),
  })
  return { guard, delays, fleet, databases, balancers, rules, apply }
}

/** One after the other: what comes late is never overtaken by what came early. */
function inTurn(work: () => Promise<unknown>): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  return async () => {
    last = last.catch(() => {}).then(work)
    await last
  }
}

function rulesNow(fleet: MachineFleet, { firewalls, assigned }: Parts['rules']): Rules {
  const reserved = [...assigned].flatMap(([ip, id]): [string, string][] => {
    const address = fleet.find(id)?.addresses.publicIpv4
    return address === undefined ? [] : [[ip, address]]
  })
  const dropletIds = fleet.all().map(({ machine }) => machine.id)
  return { firewalls, dropletIds, reserved: new Map(reserved) }
}

/** A droplet is known by both its addresses, whichever the connection comes from. */
function sourcesOf(fleet: MachineFleet, { remoteAddress = '' }: Socket): readonly string[] {
  const own = fleet
    .all()
    .map(({ addresses }) => [addresses.publicIpv4, addresses.privateIpv4])
    .find((addresses) => addresses.includes(remoteAddress))
  return own ?? [remoteAddress]
}

function rulesAndRecords(
  { block, zones }: Ground,
  { clock }: Options,
  { rules, apply, delays }: Parts,
): Pick<Backend, 'firewalls' | 'records' | 'certificates' | 'reservedIps'> {
  return {
    firewalls: {
      apply: async (firewalls) => {
        await clock.sleep(delays.firewallApply)
        rules.firewalls = firewalls
        await apply()
      },
    },
    records: {
      apply: async (domain, records) => {
        await clock.sleep(delays.recordApply)
        zones.set(domain, records)
      },
    },
    certificates: { issue: () => clock.sleep(delays.certificateIssue) },
    reservedIps: {
      reserve: async () => block.take('reserved'),
      assign: async (ip, machine) => {
        await clock.sleep(delays.reservedIpAssign)
        if (machine) rules.assigned.set(ip, machine.id)
        else rules.assigned.delete(ip)
        await apply()
      },
      release: async (ip) => {
        rules.assigned.delete(ip)
        await apply()
      },
    },
  }
}

async function restore(settled: Settled, { fleet, databases, balancers, rules, apply }: Parts) {
  for (const { ip, dropletId } of settled.reservedIps) {
    if (dropletId !== undefined) rules.assigned.set(ip, dropletId)
  }
  await databases.restore(settled.databases)
  await fleet.restore(settled.machines)
  for (const balancer of settled.balancers) await balancers.restore(balancer)
  await apply()
}
