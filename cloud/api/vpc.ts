// Networks: which one a new resource joins, and how a deleted member goes on being counted.
import { overlap, parseRange } from './addresses.ts'
import { unprocessable } from './reply.ts'
import { networked, type Owned } from './resources.ts'
import type { State, Vpc } from './state.ts'
import { changed, isoNow, remove, uuid, type World } from './world.ts'

/** The network asked for, or the region's default one, which is made when it is first needed. */
export function vpcFor(world: World, id: string | undefined, region: string): Vpc {
  if (!id) return defaultVpc(world, region)
  const vpc = world.state.vpcs.find((one) => one.id === id)
  if (!vpc || vpc.region !== region) {
    throw unprocessable(`The VPC ${id} does not exist in ${region}`)
  }
  return vpc
}

function defaultVpc(world: World, region: string): Vpc {
  const known = world.state.vpcs.find((vpc) => vpc.default && vpc.region === region)
  if (known) return known
  return addVpc(world, {
    name: `default-${region}`,
    description: '',
    region,
    ip_range: freeRange(world.state),
    default: true,
  })
}

export function addVpc(world: World, vpc: Omit<Vpc, 'id' | 'created_at' | 'leaving'>): Vpc {
  const added = { ...vpc, id: uuid(), created_at: isoNow(world), leaving: [] }
  world.state.vpcs.push(added)
  changed(world, 'vpc', 'created', added)
  return added
}

/** The API hands out /20 networks. */
export function freeRange(state: State): string {
  for (let third = 0; third < 256 * 16; third += 1) {
    const range = `10.${110 + Math.floor(third / 16)}.${(third % 16) * 16}.0/20`
    if (!overlapping(state, range)) return range
  }
  throw unprocessable('there is no free range left')
}

export function overlapping(state: State, range: string): Vpc | undefined {
  const wanted = parseRange(range)
  return state.vpcs.find(({ ip_range }) => {
    const taken = parseRange(ip_range)
    return wanted && taken && overlap(wanted, taken)
  })
}

export const membersOfVpc = (state: State, vpc: Vpc): Owned[] =>
  networked(state).filter(({ vpc_uuid }) => vpc_uuid === vpc.id)

/** A member that was deleted is counted for a while: deleting the network right after it fails. */
export function leaveVpc(world: World, { urn, name, vpc_uuid }: Owned): void {
  const vpc = world.state.vpcs.find(({ id }) => id === vpc_uuid)
  if (!vpc) return
  vpc.leaving.push({ urn, name, until: world.clock.now() + world.delays.vpcMemberGone })
}

export function isOccupied(world: World, vpc: Vpc): boolean {
  const now = world.clock.now()
  for (const gone of vpc.leaving.filter(({ until }) => until <= now)) remove(vpc.leaving, gone)
  return vpc.leaving.length > 0 || membersOfVpc(world.state, vpc).length > 0
}
