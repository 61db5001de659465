// A clock and delays -> a backend without a data plane: it only waits, and gives out addresses from
// the ranges reserved for documentation and benchmarks, so nothing on any network is meant by them.
import type { Backend, Balancers, Databases, Machines } from '../backend.ts'
import type { Clock } from '../clock.ts'
import { addressAt, addressPool } from './addresses.ts'
import type { Delays } from './delays.ts'

type Wait = (delay: keyof Delays) => Promise<void>

export function waitingBackend(clock: Clock, delays: Delays): Backend {
  const wait: Wait = (delay) => clock.sleep(delays[delay])
  const reserved = addressPool('198.51.100.0/24')
  const balanced = addressPool('203.0.113.0/24')
  return {
    machines: machines(wait),
    images: { transfer: () => wait('imageTransfer'), destroy: async () => {} },
    reservedIps: {
      reserve: async () => reserved.take(),
      assign: () => wait('reservedIpAssign'),
      release: async (ip) => reserved.give(ip),
    },
    balancers: balancers(wait, balanced),
    firewalls: { apply: () => wait('firewallApply') },
    records: { apply: () => wait('recordApply') },
    databases: databases(wait),
    certificates: { issue: () => wait('certificateIssue') },
    restore: async (settled) => {
      for (const { ip } of settled.reservedIps) reserved.use(ip)
      for (const { ip } of settled.balancers) balanced.use(ip)
    },
    close: async () => {},
  }
}

function machines(wait: Wait): Machines {
  return {
    create: async (machine) => {
      await wait('dropletCreate')
      return {
        publicIpv4: addressAt('198.18.0.0/15', machine.id),
        privateIpv4: addressAt(machine.vpc.ipRange, machine.id),
        ...(machine.ipv6 && { publicIpv6: `2001:db8::${machine.id.toString(16).slice(-4)}` }),
      }
    },
    destroy: () => wait('dropletDestroy'),
    shutdown: () => wait('shutdown'),
    powerOff: () => wait('powerOff'),
    powerOn: () => wait('powerOn'),
    reboot: () => wait('reboot'),
    resize: () => wait('resize'),
    rename: () => wait('rename'),
    rebuild: () => wait('rebuild'),
    snapshot: async () => {
      await wait('snapshot')
      return { sizeGib: 2.36 }
    },
  }
}

function balancers(wait: Wait, pool: ReturnType<typeof addressPool>): Balancers {
  return {
    create: async () => {
      await wait('loadBalancerCreate')
      return { ip: pool.take() }
    },
    update: () => wait('loadBalancerApply'),
    destroy: async ({ ip }) => pool.give(ip),
  }
}

function databases(wait: Wait): Databases {
  const endpoint = (name: string) => {
    const host = `${name}-do-user-1234567-0.db.ondigitalocean.com`
    return { host, privateHost: `private-${host}`, port: 25060 }
  }
  return {
    create: async ({ name }) => {
      await wait('databaseCreate')
      return endpoint(name)
    },
    apply: () => wait('databaseApply'),
    resize: () => wait('databaseResize'),
    upgrade: () => wait('databaseUpgrade'),
    migrate: async ({ name }) => {
      await wait('databaseMigrate')
      return endpoint(name)
    },
    replicate: async ({ name }, replica) => {
      await wait('databaseReplica')
      return endpoint(`${name}-replica-${replica}`)
    },
    destroy: async () => {},
  }
}
