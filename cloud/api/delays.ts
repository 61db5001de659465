// How long DigitalOcean takes, in emulated milliseconds: as observed where that is known, plausible
// otherwise. Each can be set by itself; the clock scales all of them together.

export const defaultDelays = {
  dropletCreate: 35_000,
  dropletDestroy: 5_000,
  shutdown: 5_000,
  powerOff: 3_000,
  powerOn: 15_000,
  reboot: 15_000,
  resize: 60_000,
  rename: 1_000,
  rebuild: 40_000,
  /** Also of enable_ipv6, enable_backups and the like. */
  setting: 3_000,
  snapshot: 60_000,
  imageTransfer: 60_000,
  reservedIpAssign: 3_000,
  loadBalancerCreate: 60_000,
  /** From the answer to a change until the balancer works by it. */
  loadBalancerApply: 4_000,
  firewallApply: 2_000,
  recordApply: 2_000,
  databaseCreate: 240_000,
  databaseResize: 120_000,
  databaseUpgrade: 120_000,
  databaseMigrate: 180_000,
  databaseReplica: 180_000,
  databaseApply: 500,
  certificateIssue: 30_000,
  /** A network counts a member for that long after the member was deleted. */
  vpcMemberGone: 20_000,
}

export type Delays = typeof defaultDelays
