// /v2/vpcs: private networks and their members.
import { parseRange } from './addresses.ts'
import { requiredText, text } from './body.ts'
import { openRegion } from './catalog.ts'
import { paged } from './page.ts'
import { conflict, created, forbidden, found, noContent, ok, unprocessable } from './reply.ts'
import { urn } from './resources.ts'
import type { Call, Handler, Routes } from './router.ts'
import type { Vpc } from './state.ts'
import { addVpc, freeRange, isOccupied, membersOfVpc, overlapping } from './vpc.ts'
import { changed, remove, type World } from './world.ts'

const update: Handler = (call) => {
  const vpc = vpcOf(call)
  const name = text(call.body, 'name') ?? vpc.name
  checkName(call.world, name, vpc)
  vpc.name = name
  vpc.description = text(call.body, 'description') ?? vpc.description
  changed(call.world, 'vpc', 'updated', vpc)
  return ok({ vpc: vpcView(vpc) })
}

export const vpcRoutes: Routes = {
  'GET /v2/vpcs': (call) => paged(call, 'vpcs', call.world.state.vpcs.map(vpcView)),
  'POST /v2/vpcs': createVpc,
  'GET /v2/vpcs/:vpc': (call) => ok({ vpc: vpcView(vpcOf(call)) }),
  'PUT /v2/vpcs/:vpc': update,
  'PATCH /v2/vpcs/:vpc': update,
  'DELETE /v2/vpcs/:vpc': deleteVpc,
  'GET /v2/vpcs/:vpc/members': (call) => {
    const type = call.query.get('resource_type')
    const members = membersOfVpc(call.world.state, vpcOf(call))
      .filter((member) => type === null || member.urn.startsWith(`do:${type}:`))
      .map((member) => ({ name: member.name, urn: member.urn, created_at: member.created_at }))
    return paged(call, 'members', members)
  },
}

const vpcOf = ({ world, param }: Call): Vpc =>
  found(world.state.vpcs.find(({ id }) => id === param('vpc')))

const vpcView = ({ leaving, ...vpc }: Vpc) => ({ ...vpc, urn: urn('vpc', vpc.id) })

function checkName(world: World, name: string, self?: Vpc): void {
  if (!/^[a-zA-Z0-9.-]+$/.test(name)) {
    throw unprocessable('name may only contain alphanumeric characters, dashes, and periods')
  }
  if (world.state.vpcs.some((vpc) => vpc !== self && vpc.name === name)) {
    throw unprocessable('name is already in use by another VPC')
  }
}

function createVpc({ world, body }: Call) {
  const name = requiredText(body, 'name')
  const region = openRegion(requiredText(body, 'region'), 'VPC').slug
  const range = text(body, 'ip_range') || freeRange(world.state)
  checkName(world, name)
  checkRange(world, range)
  const description = text(body, 'description') ?? ''
  const vpc = addVpc(world, { name, description, region, ip_range: range, default: false })
  return created({ vpc: vpcView(vpc) })
}

function checkRange({ state }: World, range: string): void {
  const bits = Number(range.split('/')[1])
  const isPrivate = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(range)
  if (!parseRange(range) || !isPrivate || bits < 16 || bits > 28) {
    throw unprocessable('ip_range must be a private network between /16 and /28')
  }
  const other = overlapping(state, range)
  if (other) {
    throw unprocessable(
      `This range/size overlaps with another VPC network in your account: ${other.ip_range}.`,
    )
  }
}

function deleteVpc(call: Call) {
  const vpc = vpcOf(call)
  if (vpc.default) throw forbidden('Can not delete default VPCs')
  if (isOccupied(call.world, vpc)) throw conflict('Can not delete VPC with members')
  remove(call.world.state.vpcs, vpc)
  changed(call.world, 'vpc', 'deleted', vpc)
  return noContent
}
