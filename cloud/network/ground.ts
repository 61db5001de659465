// A state folder -> what a cloud stands on and what takes time to get: its block of addresses, the same
// as before if it starts again, and its name server.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Block, claimBlock } from './addresses.ts'
import { type NameServer, startNameServer } from './name-server.ts'
import { makeZones, type Zones } from './zones.ts'

export type Ground = {
  stateFolder: string
  block: Block
  zones: Zones
  nameServer: NameServer
}

export async function claimGround(stateFolder: string, nameServerPort = 5353): Promise<Ground> {
  if (process.platform !== 'linux') throw new Error('emulated machines need Linux')
  mkdirSync(stateFolder, { recursive: true })
  const block = await claimSameBlock(join(stateFolder, 'address-block'))
  const zones = makeZones()
  const nameServer = await startNameServer(zones, block.nameServer, nameServerPort)
  return { stateFolder, block, zones, nameServer }
}

/** For a start that fails before there is a data plane, which closes its ground itself. */
export async function closeGround({ nameServer, block }: Ground): Promise<void> {
  await nameServer.close()
  await block.release()
}

/** Addresses that the state names must be this cloud's again after a restart. */
async function claimSameBlock(file: string): Promise<Block> {
  const block = await claimBlock(existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined)
  writeFileSync(file, `${block.number}\n`)
  return block
}
